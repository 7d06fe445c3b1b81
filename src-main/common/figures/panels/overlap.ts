import { exactScale, niceScale, numberText, type Scale } from '../axis';
import type { Mark } from '../drawing';
import type { Interval, OverlapData } from '../panelData';
import { type Pen, runLook, runPoint } from '../pen';
import { plot } from './plot';

/** Confused pairs by the likeness of their labels, those of each run with its correlation in the key. */
export function drawOverlap(data: OverlapData, width: number, height: number, pen: Pen): Mark[] {
  const { xTitle, yTitle, runs, note } = data;
  const keys = runs.map(({ name, correlation }, i) => ({
    name: `${name}: ${correlation ? correlationText(correlation) : 'no correlation'}`,
    key: (x: number, y: number) => [runPoint(runLook(pen, i), x, y, 2.2)],
  }));
  const { x, y, marks } = plot({ xTitle, yTitle, keys, note }, scalesOf(runs), { width, height }, pen);
  // Likenesses are few and the same in all runs, whose marks would cover each other.
  const aside = (run: number) => (run - (runs.length - 1) / 2) * 4;
  return [
    ...marks,
    ...runs.flatMap(({ pairs }, i) => {
      const look = runLook(pen, i);
      return pairs.map(({ likeness, share }) => runPoint(look, x(likeness) + aside(i), y(share), 1.6));
    }),
  ];
}

/** With room beside the least and the greatest likeness. */
function scalesOf(runs: OverlapData['runs']): [Scale, Scale] {
  const pairs = runs.flatMap((run) => run.pairs);
  const low = Math.min(0, ...pairs.map(({ likeness }) => likeness));
  const high = Math.max(0, ...pairs.map(({ likeness }) => likeness)) || 1;
  const room = 0.06 * (high - low);
  return [
    exactScale(low - room, high + room),
    niceScale(
      0,
      pairs.reduce((most, { share }) => Math.max(most, share), 0),
    ),
  ];
}

function correlationText({ value, low, high }: Interval): string {
  const known = low !== null && high !== null;
  return `${numberText(value, 2)}${known ? ` (${numberText(low, 2)} to ${numberText(high, 2)})` : ''}`;
}
