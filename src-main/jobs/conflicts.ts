/** The conflicts of a project, as a person looks at them, and the edits that settle them. */
import { settledParts } from '../common/classConflicts';
import { classKey, readKey, taxonomyChange, withPart } from '../common/classParts';
import { keepsOf, mergeConflicts, type OpenConflict, openConflicts } from '../common/conflicts';
import type { Annotation, Segment } from '../common/domain/annotation';
import { type Conflict, countKinds, type Keep, type SegmentConflict, type Version } from '../common/domain/conflict';
import { isSame } from '../common/domain/edit';
import { laneOf, lanesOf } from '../common/domain/lane';
import { meaningOf, type Taxonomy } from '../common/domain/taxonomy';
import type { TaxonomyEdit } from '../common/domain/taxonomyEdit';
import { boundaryTime } from '../common/domain/video';
import { frameClock } from '../data/project/clocks';
import { keptEdits } from '../data/project/keeping';
import type { ProjectStore } from '../data/project/store';
import { movedTo } from '../common/laneEditing';
import { describePart, openClassConflicts } from './classConflicts';

/**
 * Conflicts that nobody has settled: those of classes and lanes by age, then segments by video and time.
 * @throws UserError of reading
 */
export async function listConflicts(store: ProjectStore): Promise<Conflict[]> {
  const listed: Conflict[] = (await openClassConflicts(store)).map(({ part, keeps }) =>
    describePart(store, part, keeps),
  );
  for (const { labels, conflicts } of await conflictsByVideo(store)) {
    const seconds = await secondsOf(store, labels);
    const described = conflicts.map((one) => describe(store, one, labels, seconds));
    listed.push(...described.sort((a, b) => a.span.start - b.span.start));
  }
  return listed;
}

/** What settling conflicts comes to; nothing is written. */
interface Settlement {
  name: string;
  /** Null: nothing changes. */
  edit: TaxonomyEdit | null;
  /** Of those that it settles: others cannot be kept in this way. */
  keys: string[];
}

/** @param keys of the conflicts to settle; those that are no more are left out */
export async function planSettlement(
  store: ProjectStore,
  { keys, keep }: { keys: readonly string[]; keep: Keep },
): Promise<Settlement> {
  const { taxonomy } = store;
  const parts = (await openClassConflicts(store)).flatMap(({ part, keeps }) =>
    keys.includes(part.key) && keeps.includes(keep) ? part : [],
  );
  const rules = rulesOf(store);
  const byVideo = (await conflictsByVideo(store)).map(({ labels, conflicts }) => ({
    labels,
    conflicts: conflicts.filter((one) => keys.includes(one.key) && keepsOf(one, labels, rules).includes(keep)),
  }));
  const segments = byVideo.flatMap(({ conflicts }) => conflicts);
  const settled = [...parts, ...segments].map(({ key }) => key);
  const name = `Merge of ${countKinds([...parts.map(({ change }) => readKey(change.key).kind), ...segments.map(() => 'segment' as const)])}`;
  const after = keep === 'theirs' ? taxonomy : withClassesOf(segments, settledParts(taxonomy, parts, keep));
  const merging = { ...rules, name, freshId: () => crypto.randomUUID() };
  const labels = byVideo.flatMap(
    ({ labels, conflicts }) =>
      mergeConflicts(
        labels,
        conflicts.map((one) => asToday(one, after)),
        keep,
        merging,
      ) ?? [],
  );
  const followers = keep === 'mine' ? parts.flatMap((part) => part.labels) : [];
  const edit = { ...taxonomyChange(name, taxonomy, after), labels: [...followers, ...labels] };
  const isNothing = isSame(taxonomy, after) && edit.labels.length === 0;
  return { name, edit: isNothing ? null : edit, keys: settled };
}

/** Mine of a class that is no more stands for the one that it is merged into; one that was deleted comes back. */
const rulesOf = ({ project, taxonomy }: ProjectStore) => {
  const ids = new Set([...taxonomy.classes, ...taxonomy.retired].map(({ id }) => id));
  return { singleLabel: project.singleLabel, isClass: (classId: number) => ids.has(classId) };
};

/** The classes with those that come back because segments are of them. */
function withClassesOf(conflicts: readonly OpenConflict[], taxonomy: Taxonomy): Taxonomy {
  const wanted = new Set(conflicts.flatMap(({ mine }) => (mine ? meaningOf(taxonomy)(mine.classId) : [])));
  const gone = taxonomy.retired.filter(({ id }) => wanted.has(id));
  const back = gone.map(({ into, ...entry }) => ({
    key: classKey(entry.id),
    entry: into === undefined ? entry : null,
  }));
  return back.reduce((all, { key, entry }) => (entry ? withPart(all, { key }, entry) : all), taxonomy);
}

/** A conflict whose class and lane are those of today. */
function asToday(conflict: OpenConflict, taxonomy: Taxonomy): OpenConflict {
  const { mine } = conflict;
  if (!mine) return conflict;
  const lanes = lanesOf(taxonomy).map(({ id }) => id);
  const lane = lanes.includes(laneOf(mine)) ? laneOf(mine) : (lanes[0] as number);
  return { ...conflict, mine: movedTo({ ...mine, classId: meaningOf(taxonomy)(mine.classId) }, lane) };
}

async function conflictsByVideo(store: ProjectStore): Promise<{ labels: Annotation; conflicts: OpenConflict[] }[]> {
  const byVideo = new Map<string, { labels: Annotation; conflicts: OpenConflict[] }>();
  for (const kept of await keptEdits(store)) {
    const { labels, conflicts } = byVideo.get(kept.video) ?? {
      labels: await store.annotation(kept.video),
      conflicts: [],
    };
    const open = openConflicts(kept, labels, store.project.singleLabel);
    byVideo.set(kept.video, { labels, conflicts: [...conflicts, ...open] });
  }
  return [...byVideo.values()];
}

function describe(
  store: ProjectStore,
  conflict: OpenConflict,
  labels: Annotation,
  seconds: (position: number) => number,
): SegmentConflict {
  const version = (segment: Segment): Version => ({
    start: seconds(segment.start),
    end: seconds(segment.end),
    classId: segment.classId,
    lane: laneOf(segment),
    ...(segment.note !== undefined && { note: segment.note }),
  });
  const [before, mine] = [conflict.before && version(conflict.before), conflict.mine && version(conflict.mine)];
  const theirs = conflict.theirs.map(version);
  const all = [before, mine, ...theirs].filter((one) => one !== null);
  return {
    key: conflict.key,
    video: labels.video,
    segment: conflict.id,
    before,
    mine,
    theirs,
    span: { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) },
    keeps: keepsOf(conflict, labels, rulesOf(store)),
  };
}

/** Positions of labels as seconds from the first frame; near ones where the file's clock cannot be had. */
async function secondsOf(store: ProjectStore, labels: Annotation): Promise<(position: number) => number> {
  if (labels.timebase === 'seconds') return (position) => position;
  if (labels.timebase === 'steps') return (position) => position / (labels.rate ?? 1);
  const video = store.video(labels.video);
  const clock = await frameClock(store, video).catch(() => null);
  if (!clock) return (frame) => frame / (video.fps || 1);
  return (frame) => boundaryTime(clock, frame) - (clock.times[0] ?? 0);
}
