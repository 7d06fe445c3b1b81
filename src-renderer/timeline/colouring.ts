/** How the lanes of runs are coloured: by class, by what is right and wrong, or by how sure the run was. */
import { type ClassLook, lookOf, type Theme, unknownLook } from '../../src-main/common/classColours';
import { probabilityMap } from '../canvas/probabilityMap';
import type { Tokens } from '../ui/theme';
import type { DrawnSegment, Lane } from './painters/lane';
import type { JudgedLane } from './painters/verdicts';

export type Look = (segment: DrawnSegment) => ClassLook;

/** How the lane of a run looks. */
export interface RunLook {
  look: Look;
  /** Nothing is known of its segments. */
  hatched: boolean;
}

/** Wrong segments in the colour of errors, the others in none; their letters and patterns say the rest. */
export function byVerdict({ starts }: JudgedLane, theme: Theme, tokens: Tokens): RunLook {
  const [right, wrong] = [unknownLook(theme), lookOf(tokens.err, 'none', theme)];
  return { look: ({ start }) => (starts.has(start) ? wrong : right), hatched: false };
}

/** Mean probability on the sequential map; a lane without scores in no colour, and hatched. */
export function byConfidence(theme: Theme): (lane: Lane) => RunLook {
  const map = probabilityMap(theme);
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  const looks = Array.from({ length: 256 }, (_, i) => {
    const [red, green, blue] = map.subarray(3 * i, 3 * i + 3);
    return lookOf(`#${hex(red as number)}${hex(green as number)}${hex(blue as number)}`, 'none', theme);
  });
  const none = unknownLook(theme);
  const look: Look = ({ confidence }) => looks[Math.round(255 * (confidence ?? Number.NaN))] ?? none;
  return ({ segments }) => ({ look, hatched: segments.every(({ confidence }) => confidence === undefined) });
}
