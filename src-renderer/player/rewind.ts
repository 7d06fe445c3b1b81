/** Playing backwards, which browsers do not do: the frame that is due is sought, then the one that is due by then. */
import { type FrameClock, frameAt } from '../../src-main/common/domain/video';
import type { FramePlayer } from './framePlayer';

/**
 * Plays backwards until the first frame, or until `goesOn` says no; frames that the browser
 * cannot seek in time are left out.
 * @param rate times the speed of the video
 */
export async function playBackwards(
  player: FramePlayer,
  clock: FrameClock,
  rate: number,
  goesOn: () => boolean,
): Promise<void> {
  player.pause();
  const from = clock.times[player.target] as number;
  const began = performance.now();
  while (goesOn()) {
    const due = frameAt(clock, from - ((performance.now() - began) / 1000) * rate);
    if (due === player.target) await nextPaint();
    else await player.seek(due);
    if (due === 0) return;
  }
}

const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
