import type { Annotation } from './domain/annotation';
import type { AnnotationEdit } from './domain/edit';
import { inLane, type Lane, laneOf, lanesOf, reservedLaneNames } from './domain/lane';
import type { Taxonomy } from './domain/taxonomy';
import type { TaxonomyEdit } from './domain/taxonomyEdit';
import { UserError } from './errors';

/**
 * What people do to the lanes of a project whose segments may overlap, each as one edit that can be undone by its name.
 * Null means that there is nothing to do.
 */

/** Below the others. @throws UserError `lane-name-empty`, `lane-name-taken` or `lane-name-reserved` */
export function addLane(taxonomy: Taxonomy, name: string): TaxonomyEdit {
  const lane = { id: taxonomy.nextLane ?? 1, name: freeName(taxonomy, name) };
  return edited(taxonomy, `Add lane “${lane.name}”`, [...lanesOf(taxonomy), lane]);
}

/** @throws UserError `no-lane`, or those of `addLane` */
export function renameLane(taxonomy: Taxonomy, id: number, name: string): TaxonomyEdit | null {
  const lane = laneWith(taxonomy, id);
  if (lane.name === name.trim()) return null;
  const after = { id, name: freeName(taxonomy, name, id) };
  const lanes = lanesOf(taxonomy).map((one) => (one.id === id ? after : one));
  return edited(taxonomy, `Rename lane “${lane.name}” to “${after.name}”`, lanes);
}

/** Puts a lane at another place. @param to its index from then on @throws UserError `no-lane` */
export function moveLane(taxonomy: Taxonomy, id: number, to: number): TaxonomyEdit | null {
  const lane = laneWith(taxonomy, id);
  const lanes = lanesOf(taxonomy).filter((one) => one.id !== id);
  lanes.splice(Math.min(Math.max(0, to), lanes.length), 0, lane);
  if (lanesOf(taxonomy)[lanes.indexOf(lane)]?.id === id) return null;
  return edited(taxonomy, `Move lane “${lane.name}”`, lanes);
}

/**
 * Removes a lane.
 * @param labels what becomes of its segments in each video, see `leaveLane`
 * @throws UserError `no-lane` or `only-lane`
 */
export function removeLane(taxonomy: Taxonomy, id: number, labels: AnnotationEdit[]): TaxonomyEdit {
  const left = lanesOf(taxonomy).filter((one) => one.id !== id);
  return { ...edited(taxonomy, removalName(taxonomy, id), left), labels };
}

/** The lane that takes the segments of one that is removed: the one above, else the one below. */
export function laneTaking(taxonomy: Taxonomy, id: number): Lane {
  const lanes = lanesOf(taxonomy);
  const { id: removed } = laneWith(taxonomy, id);
  const at = lanes.findIndex((one) => one.id === removed);
  const taking = lanes[at - 1] ?? lanes[at + 1];
  if (taking) return taking;
  throw new UserError('only-lane', 'The project has no other lane.', 'Add one first.');
}

/** Puts the segments of a lane into another; origins stay. @returns null where the video has none in it */
export function leaveLane(
  { video, segments }: Annotation,
  { from, into, name }: { from: number; into: number; name: string },
): AnnotationEdit | null {
  const moved = segments.filter((segment) => laneOf(segment) === from);
  const changes = moved.map((before) => ({ before, after: movedTo(before, into) }));
  return changes.length === 0 ? null : { video, name, segments: changes };
}

/** A segment in another lane. */
export function movedTo<S extends { lane?: number | undefined }>(segment: S, lane: number): S {
  const { lane: _, ...rest } = segment;
  return { ...rest, ...inLane(lane) } as S;
}

/** What a removal is called, in the history of edits and in each video's. */
export const removalName = (taxonomy: Taxonomy, id: number): string =>
  `Remove lane “${laneWith(taxonomy, id).name}”, its segments to “${laneTaking(taxonomy, id).name}”`;

function laneWith(taxonomy: Taxonomy, id: number): Lane {
  const lane = lanesOf(taxonomy).find((one) => one.id === id);
  if (lane) return lane;
  throw new UserError('no-lane', `There is no lane with the id ${id} any more.`, 'Choose one of the list.');
}

function freeName(taxonomy: Taxonomy, name: string, own?: number): string {
  const text = name.trim();
  if (text === '') throw new UserError('lane-name-empty', 'The lane has no name.', 'Type one.');
  if (reservedLaneNames.includes(text) || / \(\d+\)$/.test(text)) {
    const message = `No lane can be called “${text}”: exported files keep something else under such a name.`;
    throw new UserError('lane-name-reserved', message, 'Take another name.');
  }
  const other = lanesOf(taxonomy).find((lane) => lane.name === text);
  if (!other || other.id === own) return text;
  throw new UserError('lane-name-taken', `There is a lane “${text}” already.`, 'Take another name.');
}

const edited = (taxonomy: Taxonomy, name: string, after: Lane[]): TaxonomyEdit => ({
  name,
  classes: [],
  lanes: { before: taxonomy.lanes ?? null, after },
  labels: [],
});
