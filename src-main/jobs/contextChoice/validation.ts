import type { Window } from '../../common/domain/window';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { featureSteps } from '../../features/store';
import { trainingWindows } from '../../gad/windows';
import { clipSource, videoClips } from '../clips';
import type { PreparedTraining } from '../prepareTraining';
import { ambiguousIndices } from '../runClasses';
import { knownLabels } from '../trainingVideos';

/** A validation video with its windows, at the stride of training, or its clips. */
export interface ValidationVideo {
  id: string;
  windows: Window[];
}

/** The validation videos that have windows of known classes. @throws UserError those of reading labels and features */
export async function validationVideos(
  store: ProjectStore,
  { settings, classes, classifier: { set, spec } }: Pick<PreparedTraining, 'settings' | 'classes' | 'classifier'>,
): Promise<ValidationVideo[]> {
  const leftOut = settings.official ? new Set<number>() : ambiguousIndices(classes);
  const source = await clipSource(store, settings, classes);
  const videos: ValidationVideo[] = [];
  for (const id of store.project.splits.val) {
    const windows = source
      ? await videoClips(store, source, store.video(id), (await featureSteps(store, set, id)) ?? 0)
      : trainingWindows(id, await knownLabels(store, set, classes, leftOut, id), spec, 0);
    if (windows.length > 0) videos.push({ id, windows });
  }
  return videos;
}

/**
 * An interval over videos needs two at least.
 * @throws UserError `no-validation`
 */
export async function requireValidation(store: ProjectStore, prepared: PreparedTraining): Promise<void> {
  const { length } = await validationVideos(store, prepared);
  if (length >= 2) return;
  throw new UserError(
    'no-validation',
    `Choosing the context needs at least two labelled videos in the validation split; it has ${length === 0 ? 'none' : length}.`,
    'Put more videos in the validation split on the Project screen, or name the context.',
  );
}
