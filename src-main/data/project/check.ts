import type { Annotation, Segment } from '../../common/domain/annotation';
import { laneOf, lanesOf, reservedLaneNames } from '../../common/domain/lane';
import { classIdsOf, type Taxonomy } from '../../common/domain/taxonomy';
import type { Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { requireDistinctIds, requireSafeId } from './ids';

/**
 * What holds between the records of a project, beyond the shape of each: segments have a length, a known class and a
 * known lane, do not overlap where a project forbids it, and ids of classes and lanes are never reused.
 */

/** The first two segments that share time, in order of start; null where none do. */
function findOverlap<S extends { start: number; end: number }>(segments: readonly S[]): [S, S] | null {
  const sorted = segments.slice().sort((a, b) => a.start - b.start);
  let latest: S | undefined;
  for (const segment of sorted) {
    if (latest && segment.start < latest.end) return [latest, segment];
    if (!latest || segment.end > latest.end) latest = segment;
  }
  return null;
}

/**
 * @param name how the annotation's file is called in a sentence
 * @throws UserError `invalid-segment`, `unknown-class`, `unknown-lane` or `overlapping-segments`
 */
export function checkAnnotation(annotation: Annotation, taxonomy: Taxonomy, singleLabel: boolean, name: string): void {
  const known = classIdsOf(taxonomy);
  const lanes = new Set(lanesOf(taxonomy).map(({ id }) => id));
  const ids = new Set<string>();
  for (const [index, segment] of annotation.segments.entries()) {
    checkSegment(segment, `segments[${index}]`, annotation.timebase, name);
    if (ids.has(segment.id)) {
      throw new UserError(
        'invalid-segment',
        `Invalid ${name}: segments[${index}].id ${JSON.stringify(segment.id)} occurs twice.`,
        'Give every segment of a video its own id.',
      );
    }
    ids.add(segment.id);
    if (!known.has(segment.classId)) {
      throw new UserError(
        'unknown-class',
        `Invalid ${name}: segments[${index}].classId is ${segment.classId}, which is no class of taxonomy.json.`,
        'Use the id of a class that exists, or add the class first.',
      );
    }
    if (!lanes.has(laneOf(segment))) {
      throw new UserError(
        'unknown-lane',
        `Invalid ${name}: segments[${index}].lane is ${laneOf(segment)}, which is no lane of taxonomy.json.`,
        'Use the id of a lane that exists, or add the lane first.',
      );
    }
  }
  const clash = singleLabel ? findOverlap(annotation.segments) : null;
  if (clash) {
    const nameOf = (classId: number) => taxonomy.classes.find(({ id }) => id === classId)?.name;
    const say = (s: Segment) => `${JSON.stringify(nameOf(s.classId))} ${s.start} to ${s.end}`;
    throw new UserError(
      'overlapping-segments',
      `Invalid ${name}: ${say(clash[0])} and ${say(clash[1])} ${annotation.timebase} overlap in a single-label project.`,
      'Shorten one of the two, or set singleLabel to false in project.json.',
    );
  }
}

function checkSegment(segment: Segment, field: string, unit: string, name: string): void {
  if (segment.start >= 0 && segment.end > segment.start) return;
  const what = segment.start < 0 ? 'starts before 0' : 'ends before it starts';
  throw new UserError(
    'invalid-segment',
    `Invalid ${name}: ${field} ${what}: ${segment.start} to ${segment.end} ${unit}.`,
    'Give the segment an end after its start.',
  );
}

/**
 * @param gone classes that shall be no more
 * @param name of the edit that retires them
 * @throws UserError `class-in-use` where a segment is of one of them
 */
export function checkUnused({ video, segments }: Annotation, gone: ReadonlySet<number>, name: string): void {
  const users = segments.filter(({ classId }) => gone.has(classId)).length;
  if (users === 0) return;
  throw new UserError(
    'class-in-use',
    `Could not do “${name}”: ${video} has ${users === 1 ? 'a segment' : `${users} segments`} of it.`,
    'Merge the class into another, or label those segments anew.',
  );
}

/**
 * Class ids are for ever: a class new in `after` has an id never handed out before or is one that had been retired, and
 * `nextId` only grows.
 * @throws UserError `reused-class-id` or `invalid-taxonomy`
 */
export function checkTaxonomy(after: Taxonomy, before?: Taxonomy): void {
  const ids = new Set<number>();
  const names = new Set<string>();
  for (const { id } of after.retired) {
    if (ids.has(id)) throw invalidTaxonomy(`the retired class id ${id} occurs twice`);
    ids.add(id);
  }
  for (const { id, name } of after.classes) {
    const twice = ids.has(id) ? `id ${id}` : names.has(name) ? `name ${JSON.stringify(name)}` : null;
    if (twice !== null) throw invalidTaxonomy(`the class ${twice} occurs twice`);
    if (id >= after.nextId) throw invalidTaxonomy(`class id ${id} is not below nextId ${after.nextId}`);
    ids.add(id);
    names.add(name);
  }
  checkLanes(after);
  if (after.classes.filter((c) => c.background).length > 1) throw invalidTaxonomy('two classes are the background');
  if (!before) return;
  const existing = new Set([...before.classes, ...before.retired].map((c) => c.id));
  const reused = after.classes.find((c) => c.id < before.nextId && !existing.has(c.id));
  if (reused || after.nextId < before.nextId) {
    const what = reused ? `${JSON.stringify(reused.name)} has id ${reused.id}` : `nextId is ${after.nextId}`;
    throw new UserError(
      'reused-class-id',
      `Invalid taxonomy.json: ${what}, but ids below ${before.nextId} were handed out before and are never reused.`,
      `Use ids from ${before.nextId} on.`,
    );
  }
}

function checkLanes({ lanes = [], nextLane = 1 }: Taxonomy): void {
  const seen = new Set<number | string>();
  for (const { id, name } of lanes) {
    const twice = seen.has(id) ? `id ${id}` : seen.has(name) ? `name ${JSON.stringify(name)}` : null;
    if (twice !== null) throw invalidTaxonomy(`the lane ${twice} occurs twice`);
    if (id >= nextLane) throw invalidTaxonomy(`lane id ${id} is not below nextLane ${nextLane}`);
    if (reservedLaneNames.includes(name)) throw invalidTaxonomy(`a lane is called ${JSON.stringify(name)}`);
    seen.add(id).add(name);
  }
}

function invalidTaxonomy(what: string): UserError {
  return new UserError(
    'invalid-taxonomy',
    `Invalid taxonomy.json: ${what}.`,
    'Mend the class list, or take the file from a backup.',
  );
}

/** @throws UserError `unsafe-id` or `id-clash`: ids are file names on every system */
export function checkVideos(videos: readonly Video[]): void {
  for (const { id } of videos) requireSafeId(id, 'video');
  requireDistinctIds(
    videos.map((v) => v.id),
    'video',
  );
}
