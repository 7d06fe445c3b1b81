import { peaksPerSecond } from '../../src-main/common/domain/soundPeaks';

/** Seconds at which it gets loud after a tenth of a second of silence. */
export function onsets(peaks: Int8Array): number[] {
  const loud = Array.from({ length: peaks.length / 2 }, (_, pair) => peaks[2 * pair + 1]! - peaks[2 * pair]! > 12);
  const silent = Math.round(peaksPerSecond / 10);
  const starts = loud.flatMap((isLoud, pair) =>
    isLoud && !loud.slice(Math.max(0, pair - silent), pair).includes(true) ? [pair / peaksPerSecond] : [],
  );
  return starts.filter((seconds) => seconds > 0.1);
}
