import type { ErrorKind } from '../../domain/diagnosis';
import { hatch, type Mark, pathOf } from '../drawing';
import { ink } from '../pen';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is wrong with a segment, as a pattern at its foot: each kind has its own, so that none rests on colour. */
export function verdictFoot(kind: Exclude<ErrorKind, 'missed'>, box: Box): Mark[] {
  const { x, y, width, height } = box;
  const across = (share: number, paint: { lineWidth: number; dash?: readonly number[] }): Mark => ({
    kind: 'path',
    d: pathOf([
      [x, y + share * height],
      [x + width, y + share * height],
    ]),
    stroke: ink,
    ...paint,
  });
  const lines = (d: string): Mark => ({ kind: 'path', d, stroke: ink, lineWidth: 0.8 });
  switch (kind) {
    case 'confused':
      return [lines(hatch(box, 2))];
    case 'invented':
      return [lines(hatch(box, 3)), lines(mirrored(box, 3))];
    case 'fragmented':
      return [across(0.5, { lineWidth: 1.2, dash: [2.4, 1.4] })];
    case 'duplicate':
      return [across(0.5, { lineWidth: 1.2, dash: [1.2, 1.6] })];
    case 'merged':
      return [across(0.25, { lineWidth: 0.7 }), across(0.75, { lineWidth: 0.7 })];
    case 'boundary':
      return [
        lines(
          pathOf([
            [x + 0.4, y],
            [x + 0.4, y + height / 2],
            [x + width - 0.4, y + height / 2],
            [x + width - 0.4, y],
          ]),
        ),
      ];
  }
}

/** Lines from upper left to lower right. */
function mirrored({ x, y, width, height }: Box, gap: number): string {
  const parts: string[] = [];
  for (let s = gap - height; s < width; s += gap) {
    const [from, to] = [Math.max(0, s), Math.min(width, s + height)];
    parts.push(
      pathOf([
        [x + from, y + (from - s)],
        [x + to, y + (to - s)],
      ]),
    );
  }
  return parts.join('');
}
