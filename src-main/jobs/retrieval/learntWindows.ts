import type { RunClass } from '../../common/domain/run';
import type { Window } from '../../common/domain/window';
import type { TrainSettings } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import { featureSteps } from '../../features/store';
import { trainingWindows } from '../../gad/windows';
import type { RunClassifier } from '../classifier';
import { clipSource, videoClips } from '../clips';
import { ambiguousIndices } from '../runClasses';
import { knownLabels } from '../trainingVideos';

/** A classifier of these settings, trained or not. */
export interface LearntClassifier {
  settings: TrainSettings;
  classes: readonly RunClass[];
  classifier: Pick<RunClassifier, 'set' | 'spec'>;
}

/**
 * Windows of the videos a run is trained on, at its stride, or their clips.
 * @param train ids of these videos
 */
export async function learntWindows(
  store: ProjectStore,
  { settings, classes, classifier: { set, spec } }: LearntClassifier,
  train: readonly string[],
): Promise<{ id: string; windows: Window[] }[]> {
  const leftOut = settings.official ? new Set<number>() : ambiguousIndices(classes);
  const source = await clipSource(store, settings, classes);
  const videos = [];
  for (const id of train) {
    if (source) {
      const steps = (await featureSteps(store, set, id)) ?? 0;
      videos.push({ id, windows: await videoClips(store, source, store.video(id), steps) });
      continue;
    }
    const labels = await knownLabels(store, set, classes, leftOut, id);
    videos.push({ id, windows: trainingWindows(id, labels, spec, 0) });
  }
  return videos;
}
