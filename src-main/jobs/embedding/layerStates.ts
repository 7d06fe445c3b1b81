import type { Rows } from '../../analysis/embedding/neighbours';
import { rowSize } from '../../common/domain/featureSet';
import { throwIfCancelled, UserError } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { readFeatures } from '../../features/store';
import { streamingWindow } from '../../gad/windows';
import { makePredictor, openTrainedRun, type TrainedRun } from '../trainedRun';
import { pickSteps } from '../trainingVideos';
import type { LayoutPoints } from './points';

/** Windows a pass, as in inference. */
const batch = 8;

/**
 * States of points behind an inner layer. Inference keeps only those that decided, so these windows go through the decoder
 * again, up to that layer.
 * @returns `[points, hidden]`
 * @throws UserError `no-such-layer`, `reads-what-it-wrote`, those of `openTrainedRun` and of reading features; Cancelled
 */
export async function layerStates(
  store: ProjectStore,
  id: string,
  { videos, fields }: Pick<LayoutPoints, 'videos' | 'fields'>,
  layer: number,
  context: JobContext,
): Promise<Rows> {
  const trained = await openTrainedRun(store, id);
  requireLayer(trained, layer);
  const { set, spec, checkpoint } = trained.classifier;
  const dim = checkpoint.config.hiddenSize;
  const count = fields.length / 4;
  const values = new Float32Array(count * dim);
  const predictor = await makePredictor(store, trained, batch, context);
  const meter = new ProgressMeter(context, `Reading layer ${layer}`, count, 'steps');
  try {
    let open: { video: number; rows: Float32Array } = { video: -1, rows: new Float32Array() };
    for (let at = 0; at < count; ) {
      throwIfCancelled(context.signal);
      // Lets a cancel come in.
      await new Promise((resolve) => setImmediate(resolve));
      const video = fields[4 * at]!;
      if (open.video !== video) open = { video, ...(await readFeatures(store, set, store.video(videos[video]!))) };
      let end = at;
      while (end < count && end < at + batch && fields[4 * end] === video) end++;
      const steps = Array.from({ length: end - at }, (_, i) => fields[4 * (at + i) + 1]!);
      const windows = steps.map((step) => streamingWindow(videos[video]!, step, spec));
      const tracks = windows.map((window) => pickSteps(open.rows, rowSize(set), window.steps, 0));
      values.set(await predictor.statesBehind(layer, windows, tracks), at * dim);
      at = end;
      meter.update(at);
    }
  } finally {
    await predictor.dispose();
  }
  return { values, count, dim };
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
