import { rowSize } from '../../common/domain/featureSet';
import { throwIfCancelled, UserError } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { readFeatures } from '../../features/store';
import { Neighbours } from '../../gad/neighbours';
import { momentRow, SimilarMoments } from '../../gad/similarMoments';
import { pickSteps } from '../trainingVideos';
import { type LearntClassifier, learntWindows } from './learntWindows';

/** Seconds before the classified step that a moment is known by; a clip is known by all of it. */
const recentSeconds = 0.5;

/**
 * What the question names similar moments by, in training and at inference alike; null where the settings ask for none.
 * @param train ids of the videos the run is trained on
 * @throws UserError `neighbours-need-videos`, those of reading the training videos; Cancelled
 */
export async function similarMoments(
  store: ProjectStore,
  learnt: LearntClassifier,
  train: readonly string[],
  context: JobContext,
): Promise<SimilarMoments | null> {
  const { settings, classifier } = learnt;
  if (settings.neighbours === 0 || settings.neighboursIn !== 'prompt') return null;
  const videos = (await learntWindows(store, learnt, train)).filter(({ windows }) => windows.length > 0);
  if (videos.length < 2) throw tooFewVideos(videos.length);
  const online = settings.task === 'online detection';
  const recent = online ? Math.max(1, Math.round(recentSeconds * classifier.set.rate)) : Infinity;
  const meter = new ProgressMeter(context, 'Remembering training windows', videos.length, 'videos');
  const width = rowSize(classifier.set);
  const windows = videos.flatMap((video) => video.windows);
  const rows = new Float32Array(windows.length * width);
  let at = 0;
  for (const [done, { id, windows: own }] of videos.entries()) {
    throwIfCancelled(context.signal);
    const { rows: features } = await readFeatures(store, classifier.set, store.video(id));
    for (const { steps } of own) {
      rows.set(momentRow(pickSteps(features, width, steps, 0), steps.length, recent), at);
      at += width;
    }
    meter.update(done + 1, id);
  }
  const labels = Int32Array.from(windows, ({ label }) => label);
  const neighbours = new Neighbours({ rows, labels, videos: windows.map(({ video }) => video) }, settings.neighbours);
  return new SimilarMoments(neighbours, recent);
}

function tooFewVideos(found: number): UserError {
  return new UserError(
    'neighbours-need-videos',
    `Naming similar moments needs at least two labelled training videos, because those of a window’s own video do not count; there ${found === 1 ? 'is one' : 'are none'}.`,
    'Label more videos of the training split, or train with 0 neighbours.',
  );
}
