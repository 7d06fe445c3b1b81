import { niceScale, numberText, positionOf } from '../axis';
import { line, type Mark } from '../drawing';
import type { DistributionData } from '../panelData';
import { grid, ink, middleOffset, rowNames, type Pen, runLook, smallSize, text } from '../pen';

/** One dot a value on a row of each group, spread up and down so that equal ones are seen; a line at the mean. */
export function drawDistribution(data: DistributionData, width: number, height: number, pen: Pen): Mark[] {
  const small = smallSize(pen);
  const names = rowNames(
    pen,
    data.groups.map(({ name }) => name),
    { width, height },
  );
  const { left } = names;
  const right = width - 6;
  const bottom = Math.max(pen.size, height - small * 3);
  const values = data.groups.flatMap((group) => group.values.map(({ value }) => value));
  const scale = niceScale(0, Math.max(0, ...values));
  const at = (value: number) => positionOf(scale, value, left, right);
  const rowHeight = bottom / Math.max(1, data.groups.length);
  return [
    ...scale.ticks.flatMap((tick): Mark[] => [
      line(at(tick), 0, at(tick), bottom, grid),
      text(pen, at(tick), bottom + small * 1.3, numberText(tick, scale.digits), { size: small, anchor: 'middle' }),
    ]),
    line(left, bottom, right, bottom, ink),
    ...names.marks(rowHeight),
    ...data.groups.flatMap((group, row): Mark[] => {
      const y = (row + 0.5) * rowHeight;
      return [
        ...group.values.map(
          ({ value }, i): Mark => ({
            kind: 'circle',
            x: at(value),
            y: y + spread(i) * Math.min(6, rowHeight * 0.25),
            radius: 1.6,
            fill: runLook(pen, 0).colour,
            opacity: 0.6,
          }),
        ),
        ...(group.mean === null
          ? [text(pen, left + 2, y + small * middleOffset, 'no value', { size: small })]
          : [line(at(group.mean), y - rowHeight * 0.36, at(group.mean), y + rowHeight * 0.36, '#000000', 1.4)]),
      ];
    }),
    text(pen, (left + right) / 2, bottom + small * 2.6, data.title, { size: small, anchor: 'middle' }),
  ];
}

/** -1 to 1, evenly, never the same for neighbours (multiples of the golden ratio). */
const spread = (i: number): number => 2 * ((i * 0.618_034 + 0.5) % 1) - 1;
