import { evidence, isThin } from '../../src-main/common/domain/evidence';
import { formatNumber, formatSigned } from './format';

interface IntervalProps {
  interval: { value: number; low: number; high: number } | null | undefined;
  digits: number;
  /** Videos the interval is over. */
  videos: number;
  /** The bounds alone, the value and the bounds, or the value alone. */
  show?: 'bounds' | 'both' | 'value';
  /** A difference, which is grey as well where its interval holds 0. */
  signed?: boolean;
}

/**
 * A value or its 95 % interval, as every screen tells it: grey over too few videos, their
 * number where one points at it.
 */
export function Interval({ interval, digits, videos, show = 'bounds', signed = false }: IntervalProps) {
  if (!interval) return <span className="hint">—</span>;
  const { value, low, high } = interval;
  const format = signed ? formatSigned : formatNumber;
  const thin = isThin(videos);
  const bounds = boundsText(interval, digits, videos, format);
  const unclear = thin || (signed && low <= 0 && high >= 0);
  return (
    <span className={`interval ${unclear ? 'hint' : ''}`} data-thin={thin || undefined} data-tip={evidence(videos)}>
      {show !== 'bounds' && format(value, digits)}
      {show === 'both' && <span className="hint"> ({bounds})</span>}
      {show === 'bounds' && bounds}
    </span>
  );
}

/** "12.0 to 30.5", for tips as well. */
export function boundsText(
  { low, high }: { low: number; high: number },
  digits: number,
  videos: number,
  format: (value: number, digits: number) => string = formatNumber,
): string {
  // Everything comes from one video, so that there is no interval.
  return videos === 1 ? '1 video' : `${format(low, digits)} to ${format(high, digits)}`;
}
