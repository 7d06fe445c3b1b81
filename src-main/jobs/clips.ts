import type { RunClass } from '../common/domain/run';
import type { Video } from '../common/domain/video';
import type { Window } from '../common/domain/window';
import type { TrainSettings } from '../common/settings';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { type FeatureSource, requireFeatureSet } from '../features/store';
import { positionedSegments } from '../features/stepLabels';
import { type ClipRule, clipTaskOf, clipWindows, officialThinning } from '../gad/clips';
import { taskText } from '../gad/clipText';

/** Which clips of videos a run of an offline task classifies. */
export interface ClipSource {
  set: FeatureSource;
  rule: ClipRule;
  classes: readonly RunClass[];
}

/** Null for online detection. @throws UserError as `requireFeatureSet` */
export async function clipSource(
  store: ProjectStore,
  settings: TrainSettings,
  classes: readonly RunClass[],
): Promise<ClipSource | null> {
  const task = clipTaskOf(settings.task);
  if (!task) return null;
  const official = settings.official ? officialThinning[settings.kind] : null;
  const set = await requireFeatureSet(store, settings.features);
  return { set, rule: { task, most: settings.clipSteps, official }, classes };
}

/** The clips of a video with this many steps of features. @throws UserError `clock-missing` */
export async function videoClips(
  store: ProjectStore,
  { set, rule, classes }: ClipSource,
  video: Video,
  steps: number,
): Promise<Window[]> {
  const annotation = await store.annotation(video.id);
  const clock = annotation.timebase === 'frames' ? await frameClock(store, video) : null;
  const indexOf = new Map(classes.map((entry, index) => [entry.id, index]));
  // The classes of task recognition are not those of segments, of which only the times count.
  const classIndex = (classId: number) => (rule.task === 'task recognition' ? 0 : indexOf.get(classId));
  const segments = positionedSegments(annotation, clock, set.rate, classIndex);
  const { task } = video;
  const said = task === undefined ? {} : { task: taskText(task, rule.official !== null) };
  const taskIndex = classes.findIndex((entry) => entry.name === task);
  return clipWindows({ id: video.id, steps, segments, taskIndex, ...said }, rule);
}
