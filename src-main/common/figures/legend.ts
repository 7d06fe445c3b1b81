/** Keys of colours and shapes with their names, below a plot. */
import type { Mark } from './drawing';
import { middleOffset, type Pen, text } from './pen';
import { shortened } from './shorten';

export interface LegendEntry {
  name: string;
  /** Draws the key with its middle at a point. */
  key: (x: number, y: number) => readonly Mark[];
}

interface Legend {
  height: number;
  marks: Mark[];
  columns: number;
  lineHeight: number;
}

export const noLegend: Legend = { height: 0, marks: [], columns: 1, lineHeight: 0 };

/** Lines of a legend in equal columns, as many as fit; `height` is what they take. */
export function legend(pen: Pen, entries: readonly LegendEntry[], width: number): Legend {
  if (entries.length === 0) return noLegend;
  const keyWidth = 14;
  const widest = Math.max(...entries.map(({ name }) => pen.measure(name, pen.size))) + keyWidth + 10;
  const columns = Math.max(1, Math.min(entries.length, Math.floor(width / widest)));
  const lineHeight = pen.size * 1.45;
  const marks = entries.flatMap(({ name, key }, i): Mark[] => {
    const x = (i % columns) * Math.min(widest, width / columns);
    const y = Math.floor(i / columns) * lineHeight + lineHeight / 2;
    const shown = shortened(name, width - keyWidth, (words) => pen.measure(words, pen.size));
    return [...key(x + 5, y), text(pen, x + keyWidth, y + pen.size * middleOffset, shown)];
  });
  return { height: Math.ceil(entries.length / columns) * lineHeight, marks, columns, lineHeight };
}

/** Points below which names of a key are not read. */
const leastKey = 5;

/**
 * A legend no higher than `room`: smaller where there are many entries; those for which there is no room are counted.
 */
export function fittingLegend(pen: Pen, entries: readonly LegendEntry[], width: number, room: number): Legend {
  for (let size = pen.size; ; size -= 0.5) {
    const own = { ...pen, size: Math.max(leastKey, size) };
    const whole = legend(own, entries, width);
    if (whole.height <= room) return whole;
    if (size > leastKey) continue;
    const lines = Math.max(1, Math.floor(room / whole.lineHeight));
    const shown = Math.max(1, lines * whole.columns - 1);
    const more: LegendEntry = { name: `and ${entries.length - shown} more`, key: () => [] };
    return legend(own, [...entries.slice(0, shown), more], width);
  }
}
