/** What the colours and shapes of a map's points tell. */
import {
  type ClassLook,
  marks,
  nounOf,
  slotColours,
  slots,
  type Theme,
  verbOf,
} from '../../src-main/common/classColours';
import type { ActionClass } from '../../src-main/common/domain/taxonomy';
import { probabilityMap } from '../canvas/probabilityMap';
import type { Tokens } from '../ui/theme';
import type { PointLook } from './sprites';

export const colourings = ['class', 'verb', 'noun', 'correct', 'run', 'video', 'time'] as const;
export type Colouring = (typeof colourings)[number];

/** Points as the colours see them; `[points]` each. */
export interface PointFacts {
  truth: Int32Array;
  predicted: Int32Array;
  /** Index of the video. */
  video: Int32Array;
  /** In steps of the run, half-open; a step is one long, a clip more. */
  start: Int32Array;
  end: Int32Array;
}

export interface Looks {
  /** `[points]` index into `table`. */
  index: Uint16Array;
  table: PointLook[];
}

export interface LookContext {
  classes: ReadonlyMap<number, ActionClass>;
  /** Null where classes are tasks of videos, which have no looks of their own. */
  looks: ReadonlyMap<number, ClassLook> | null;
  theme: Theme;
  tokens: Tokens;
  /** 0 for the first run on the screen, 1 for the one beside it. */
  run: 0 | 1;
}

const neutral = '#8f98a3';
const timeLevels = 16;

/** Points by the looks of a colouring. */
export function looksBy(colouring: Colouring, points: PointFacts, context: LookContext): Looks {
  const { classes, looks, theme, tokens } = context;
  switch (colouring) {
    case 'class':
      return byKey(points.truth, (id) => {
        if (!looks) return coded(id, theme);
        const look = looks.get(id);
        return { fill: look?.fill ?? neutral, mark: look?.mark ?? 'none' };
      });
    case 'verb':
    case 'noun': {
      const wordOf = colouring === 'verb' ? verbOf : nounOf;
      const word = (id: number) => wordOf(classes.get(id) ?? { id, name: '' });
      const words = [...new Set([...classes.values()].filter((c) => !c.background).map(wordOf))];
      return byKey(points.truth, (id) => coded(words.indexOf(word(id)), theme));
    }
    case 'correct':
      return byKey(
        points.truth.map((truth, i) => Number(truth === points.predicted[i])),
        (correct) => (correct ? { fill: neutral, mark: 'none' } : { fill: tokens.err, mark: 'cross' }),
      );
    case 'run': {
      const look: PointLook =
        context.run === 0 ? { fill: tokens.acc, mark: 'none' } : { fill: tokens.warn, mark: 'dot' };
      return byKey(new Int32Array(points.truth.length), () => look);
    }
    case 'video':
      return byKey(points.video, (video) => coded(video, theme));
    case 'time':
      return byTime(points, theme);
  }
}

/** A code for the n-th of many: eight colours, then each with the next mark; neutral beyond. */
function coded(n: number, theme: Theme): PointLook {
  const slot = slots[n % slots.length];
  const mark = marks[Math.floor(n / slots.length)];
  return n < 0 || !slot || !mark ? { fill: neutral, mark: 'none' } : { fill: slotColours[theme][slot][0], mark };
}

function byKey(keys: Int32Array, lookOf: (key: number) => PointLook): Looks {
  const table: PointLook[] = [];
  const known = new Map<number, number>();
  const index = Uint16Array.from(keys, (key) => {
    let at = known.get(key);
    if (at === undefined) {
      at = table.push(lookOf(key)) - 1;
      known.set(key, at);
    }
    return at;
  });
  return { index, table };
}

/** From the first to the last point of each video. */
function byTime({ video, start }: PointFacts, theme: Theme): Looks {
  const last = new Map<number, number>();
  video.forEach((id, i) => last.set(id, Math.max(last.get(id) ?? 1, start[i]!)));
  const map = probabilityMap(theme);
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  // The darkest are the ground's own colour.
  const level = (n: number) => Math.round(60 + (195 * n) / (timeLevels - 1)) * 3;
  const table = Array.from({ length: timeLevels }, (_, n): PointLook => {
    const [r = 0, g = 0, b = 0] = map.subarray(level(n));
    return { fill: `#${hex(r)}${hex(g)}${hex(b)}`, mark: 'none' };
  });
  const index = Uint16Array.from(video, (id, i) =>
    Math.min(timeLevels - 1, Math.floor((timeLevels * start[i]!) / (last.get(id) as number))),
  );
  return { index, table };
}
