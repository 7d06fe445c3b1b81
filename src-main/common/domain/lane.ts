import { z } from 'zod';
import { overlap } from './span';

/**
 * Lanes part the labels of a project whose segments may overlap: one for each hand, person or question. A segment
 * refers to its lane by a never-reused id; one without a lane is in the default lane, whose id is 0, so that a project
 * without a list of lanes has that one. Within a lane segments may overlap as well, of one class too, as data sets such
 * as EPIC-KITCHENS have them. Training, scores and analyses read all lanes as one.
 */
export const Lane = z.object({ id: z.int().nonnegative(), name: z.string().min(1) });
export type Lane = z.infer<typeof Lane>;

export const defaultLane = 0;

/** What a project with one lane calls it, in exported files and once there is a second. */
export const defaultLaneName = 'labels';

/** What files say beside labels in lanes of these names; no lane of a project has them. */
export const reservedLaneNames: readonly string[] = ['reviewed', 'note'];

/** The lanes of a project, top to bottom; the one without a name where it has no list of them. */
export const lanesOf = ({ lanes }: { lanes?: readonly Lane[] | undefined }): readonly Lane[] =>
  lanes ?? [{ id: defaultLane, name: defaultLaneName }];

/** The lane of a segment. */
export const laneOf = ({ lane }: { lane?: number | undefined }): number => lane ?? defaultLane;

/** How a segment says its lane. */
export const inLane = (lane: number): { lane?: number } => (lane === defaultLane ? {} : { lane });

/**
 * The segments of all lanes as one set of labels, in the order of time: those of one class that share time in different
 * lanes are one, from the first start to the last end. A copy in another lane is therefore no second truth.
 */
export function acrossLanes<S extends { start: number; end: number; classId: number; lane?: number | undefined }>(
  segments: readonly S[],
): S[] {
  if (segments.every((segment) => laneOf(segment) === laneOf(segments[0] as S))) return segments.slice();
  const united: S[][] = [];
  const open = new Map<number, S[][]>();
  for (const segment of segments.slice().sort((a, b) => a.start - b.start || a.end - b.end)) {
    const near = (open.get(segment.classId) ?? []).filter((group) => endOf(group) > segment.start);
    const meets = (other: S) => laneOf(other) !== laneOf(segment) && overlap(other, segment) > 0;
    const found = near.find((group) => group.some(meets));
    if (found) found.push(segment);
    else united.push([segment]);
    open.set(segment.classId, found ? near : [...near, united.at(-1) as S[]]);
  }
  return united.map((group) => ({ ...(group[0] as S), end: endOf(group) }));
}

const endOf = (group: readonly { end: number }[]) => Math.max(...group.map(({ end }) => end));
