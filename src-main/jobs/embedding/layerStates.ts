import type { Rows } from '../../analysis/embedding/nearest';
import { pointFields } from '../../common/domain/embedding';
import { rowSize } from '../../common/domain/featureSet';
import { throwIfCancelled, UserError } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { readFeatures } from '../../features/store';
import type { Window } from '../../common/domain/window';
import { streamingWindow } from '../../gad/windows';
import { clipSource, videoClips } from '../clips';
import { makePredictor, openTrainedRun, type TrainedRun } from '../trainedRun';
import { pickSteps } from '../trainingVideos';
import type { LayoutPoints } from './points';

/** Windows a pass, as in inference. */
const batch = 8;

/**
 * States of points behind an inner layer. Inference keeps only those that decided, so these windows go through the
 * decoder again, up to that layer.
 * @returns `[points, hidden]`
 * @throws UserError `no-such-layer`, `reads-what-it-wrote`, those of `openTrainedRun` and
 * of reading features; Cancelled
 */
export async function layerStates(
  store: ProjectStore,
  id: string,
  { videos, fields, rows }: Pick<LayoutPoints, 'videos' | 'fields' | 'rows'>,
  layer: number,
  context: JobContext,
): Promise<Rows> {
  const trained = await openTrainedRun(store, id);
  requireLayer(trained, layer);
  const { set, checkpoint } = trained.classifier;
  const windowsOf = await windowReader(store, trained);
  const dim = checkpoint.config.hiddenSize;
  const count = rows.length;
  const videoOf = (point: number) => fields[pointFields.length * point]!;
  const values = new Float32Array(count * dim);
  const opened = async (video: number) => {
    const id = videos[video]!;
    const { rows: features, steps } = await readFeatures(store, set, store.video(id));
    return { video, features, windowOf: await windowsOf(id, steps) };
  };
  const predictor = await makePredictor(store, trained, batch, context);
  const meter = new ProgressMeter(context, `Reading layer ${layer}`, count, 'states');
  try {
    let open = await opened(videoOf(0));
    for (let at = 0; at < count; ) {
      throwIfCancelled(context.signal);
      // Lets a cancel come in.
      await new Promise((resolve) => setImmediate(resolve));
      const video = videoOf(at);
      if (open.video !== video) open = await opened(video);
      let end = at;
      while (end < count && end < at + batch && videoOf(end) === video) end++;
      const windows = Array.from(rows.subarray(at, end), open.windowOf);
      const { features } = open;
      const tracks = windows.map((window) => pickSteps(features, rowSize(set), window.steps, 0));
      values.set(await predictor.statesBehind(layer, windows, tracks), at * dim);
      at = end;
      meter.update(at);
    }
  } finally {
    await predictor.dispose();
  }
  return { values, count, dim };
}

/** What the run sees for each row of its predictions of a video. */
async function windowReader(
  store: ProjectStore,
  { settings, run, classifier: { spec } }: TrainedRun,
): Promise<(video: string, steps: number) => Promise<(row: number) => Window>> {
  const source = await clipSource(store, settings, run.classes);
  if (!source) return async (video) => (step) => streamingWindow(video, step, spec);
  return async (video, steps) => {
    const clips = await videoClips(store, source, store.video(video), steps);
    return (row) => clips[row]!;
  };
}

function requireLayer({ run, classifier: { checkpoint, description } }: TrainedRun, layer: number): void {
  const { layers } = checkpoint.config;
  if (layer > layers) {
    throw new UserError(
      'no-such-layer',
      `Reading layer ${layer} of run ${JSON.stringify(run.id)}: its decoder has ${layers}.`,
      `Choose 0, the embeddings, to ${layers}.`,
    );
  }
  if (!description.classHead || description.response !== 'always') return;
  throw new UserError(
    'reads-what-it-wrote',
    `Reading layer ${layer} of run ${JSON.stringify(run.id)}: its [CLS] stands behind what it writes, which is kept nowhere.`,
    'Choose the state that decides, or a run of another order.',
  );
}
