import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';
import type { ScoreTrack } from '../scores';

type Context = CanvasRenderingContext2D;

/**
 * How unsure a run is along the video: nats a step as a line, from 0 at the foot of the row to the
 * logarithm of the number of classes at its head. Where steps are narrower than a pixel, each pixel has its
 * surest and its least sure step.
 */
export function paintEntropy(
  context: Context,
  view: Viewport,
  row: Row,
  track: ScoreTrack,
  rate: number,
  steps: number,
  tokens: Tokens,
): void {
  context.fillStyle = tokens.lane;
  context.fillRect(0, row.top, view.width, row.height - 1);
  const from = Math.max(0, Math.floor(view.visible.start * rate));
  const values = track.entropy(from, Math.min(steps, Math.ceil(view.visible.end * rate)), steps);
  const most = Math.log(Math.max(2, track.classIds.length));
  const y = (nats: number) => row.top + row.height - 4 - Math.min(1, nats / most) * (row.height - 8);
  paintMiddle(context, view, y(most / 2), tokens);
  context.strokeStyle = tokens.warn;
  context.lineWidth = 1.25;
  context.beginPath();
  let drawing = false;
  for (let i = 0; i < values.length; ) {
    const x = toX(view, (from + i) / rate);
    let [least, greatest] = [values[i] as number, values[i] as number];
    let next = i + 1;
    for (; next < values.length && toX(view, (from + next) / rate) < x + 1; next++) {
      least = Math.min(least, values[next] as number);
      greatest = Math.max(greatest, values[next] as number);
    }
    if (Number.isNaN(least)) drawing = false;
    else {
      if (drawing) context.lineTo(x, y(least));
      else context.moveTo(x, y(least));
      drawing = true;
      if (greatest > least) context.lineTo(x, y(greatest));
      context.lineTo(toX(view, (from + next) / rate), y(values[next - 1] as number));
    }
    i = next;
  }
  context.stroke();
}

function paintMiddle(context: Context, view: Viewport, y: number, tokens: Tokens): void {
  context.strokeStyle = tokens.line3;
  context.lineWidth = 1;
  context.setLineDash([1, 4]);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(view.width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}
