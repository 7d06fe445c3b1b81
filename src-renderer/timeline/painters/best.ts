/** Scores where there is no room for a row a class: at each moment the most probable one, the fainter the less sure. */
import type { ClassLook } from '../../../src-main/common/classColours';
import { toSeconds, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';
import type { ScoreTrack } from '../scores';

/** @param rate steps a second */
export function paintBest(
  context: CanvasRenderingContext2D,
  view: Viewport,
  row: Row,
  { track, rate, steps }: { track: ScoreTrack; rate: number; steps: number },
  look: (segment: { classId: number }) => ClassLook,
  tokens: Tokens,
): void {
  context.fillStyle = tokens.lane;
  context.fillRect(0, row.top, view.width, row.height - 1);
  const stepAt = (x: number) => Math.floor(toSeconds(view, x + 0.5) * rate);
  for (let x = 0, to = 0; x < view.width; x = to) {
    const step = stepAt(x);
    for (to = x + 1; to < view.width && stepAt(to) === step; ) to++;
    const best = step >= 0 && step < steps ? track.best(step, steps) : null;
    if (!best) continue;
    context.globalAlpha = best.probability;
    context.fillStyle = look(best).fill;
    context.fillRect(x, row.top + 4, to - x, row.height - 9);
  }
  context.globalAlpha = 1;
}
