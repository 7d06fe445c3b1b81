import { PredictedClips } from '../common/domain/prediction';
import type { Run } from '../common/domain/run';
import type { Window } from '../common/domain/window';
import { UserError } from '../common/errors';
import { readRecord } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { featureSteps } from '../features/store';
import { idToday } from './classesToday';
import { type ClipSource, videoClips } from './clips';
import { predictionPaths, runFolder } from './runFolder';

/** What a run of an offline task says of a video's clips beside what is true of them. */
export interface LabelledClips {
  /** In the order of time, as rows of the video's scores and features; `label` is the true class index. */
  windows: Window[];
  /** `[clips]` class indices of the run. */
  predicted: number[];
}

/**
 * @throws UserError `clips-changed` where the labels have changed since the predictions
 * were made, `invalid-predictions`
 */
export async function readClips(
  store: ProjectStore,
  run: Run,
  source: ClipSource,
  split: string,
  video: string,
): Promise<LabelledClips> {
  const steps = (await featureSteps(store, source.set, video)) ?? 0;
  const windows = steps > 0 ? await videoClips(store, source, store.video(video), steps) : [];
  const path = predictionPaths(runFolder(store.dir, run.id), split, video).clips;
  const clips = (await readRecord(path, `${run.id}: ${video}.clips.json`, PredictedClips))?.record.clips ?? [];
  const same = windows.length === clips.length && windows.every((window, i) => window.steps[0] === clips[i]?.start);
  if (!same) throw clipsChanged(run, video, windows.length, clips.length);
  const indexOf = new Map(run.classes.map((entry, index) => [entry.id, index]));
  const today = idToday(run.classes);
  const predicted = clips.map(({ classId }, i) => {
    const index = indexOf.get(today(classId));
    if (index !== undefined) return index;
    const what = `clip ${i} has class id ${classId}, which is no class of the run`;
    throw new UserError('invalid-predictions', `Invalid predictions ${path}: ${what}.`, 'Make the predictions again.');
  });
  return { windows, predicted };
}

function clipsChanged(run: Run, video: string, found: number, predicted: number): UserError {
  return new UserError(
    'clips-changed',
    `Comparing the clips of run ${JSON.stringify(run.id)} with the labels: those of video "${video}" have changed since its ${predicted} clips were predicted; they make ${found} now.`,
    `Make them again with "gadw infer --run ${run.id}".`,
  );
}
