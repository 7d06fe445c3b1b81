/** The conflicts of a project, as a person looks at them, and the edits that settle them. */
import { keepsOf, mergeConflicts, type OpenConflict, openConflicts } from '../common/conflicts';
import type { Annotation, Segment } from '../common/domain/annotation';
import type { Conflict, Keep, Version } from '../common/domain/conflict';
import type { AnnotationEdit } from '../common/domain/edit';
import { laneOf } from '../common/domain/lane';
import { boundaryTime } from '../common/domain/video';
import { frameClock } from '../data/project/clocks';
import { keptEdits } from '../data/project/keeping';
import type { ProjectStore } from '../data/project/store';

/** Conflicts that nobody has settled, by video and time. @throws UserError of reading */
export async function listConflicts(store: ProjectStore): Promise<Conflict[]> {
  const listed: Conflict[] = [];
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
  /** One a video whose labels change. */
  edits: AnnotationEdit[];
  /** Of those that it settles: others cannot be kept in this way. */
  keys: string[];
}

/** @param keys of the conflicts to settle; those that are no more are left out */
export async function planSettlement(
  store: ProjectStore,
  { keys, keep }: { keys: readonly string[]; keep: Keep },
): Promise<Settlement> {
  const rules = rulesOf(store);
  const chosen = (await conflictsByVideo(store)).map(({ labels, conflicts }) => ({
    labels,
    conflicts: conflicts.filter((one) => keys.includes(one.key) && keepsOf(one, labels, rules).includes(keep)),
  }));
  const settled = chosen.flatMap(({ conflicts }) => conflicts.map(({ key }) => key));
  const name = `Merge of ${settled.length === 1 ? '1 segment' : `${settled.length} segments`}`;
  const merging = { ...rules, name, freshId: () => crypto.randomUUID() };
  const edits = chosen.flatMap(({ labels, conflicts }) => mergeConflicts(labels, conflicts, keep, merging) ?? []);
  return { name, edits, keys: settled };
}

const rulesOf = ({ project, taxonomy }: ProjectStore) => {
  const ids = new Set(taxonomy.classes.map(({ id }) => id));
  return { singleLabel: project.singleLabel, isClass: (classId: number) => ids.has(classId) };
};

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
): Conflict {
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
