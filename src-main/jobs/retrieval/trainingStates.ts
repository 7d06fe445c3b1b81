import { join } from 'node:path';
import { z } from 'zod';
import { rowSize } from '../../common/domain/featureSet';
import { throwIfCancelled } from '../../common/errors';
import { toFloat16 } from '../../common/float16';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { floatValues, readNpy, writeNpy } from '../../data/formats/npy';
import { writeFileAtomic } from '../../data/project/atomic';
import { readRecord, recordText } from '../../data/project/records';
import type { ProjectStore } from '../../data/project/store';
import { readFeatures } from '../../features/store';
import type { TrainingWindows } from '../../gad/neighbours';
import type { Predictor } from '../../gad/predictor';
import type { TrainedRun } from '../trainedRun';
import { pickSteps } from '../trainingVideos';
import { learntWindows } from './learntWindows';

/**
 * States of a run's training windows, at its stride, made once for a checkpoint and kept in `runs/<id>/neighbours/`:
 * `states.npy` float16 `[windows, hidden]`, `labels.npy` int32 `[windows]` (class indices), and last `neighbours.json`.
 */
const NeighbourRecord = z.object({
  version: z.literal(1),
  /** Updates of the checkpoint they are of. */
  checkpoint: z.int(),
  /** Windows of each video, in their order. */
  videos: z.array(z.object({ id: z.string(), windows: z.int() })),
});
type NeighbourRecord = z.infer<typeof NeighbourRecord>;

/** Windows between two reports of progress. */
const chunk = 32;

/** @throws UserError those of reading the training videos; Cancelled */
export async function trainingStates(
  store: ProjectStore,
  trained: TrainedRun,
  predictor: Predictor,
  context: JobContext,
): Promise<TrainingWindows> {
  const folder = join(trained.dir, 'neighbours');
  const { step } = trained.checkpoint;
  const known = await readStates(folder, step);
  if (known) return known;
  await makeStates(folder, store, trained, predictor, context);
  // As they were stored, so that the first predictions are those of every later one.
  return (await readStates(folder, step)) as TrainingWindows;
}

const recordPath = (folder: string) => join(folder, 'neighbours.json');

/** Null where there are none of this checkpoint. */
async function readStates(folder: string, checkpoint: number): Promise<TrainingWindows | null> {
  const path = recordPath(folder);
  const record = (await readRecord(path, path, NeighbourRecord))?.record;
  if (record?.checkpoint !== checkpoint) return null;
  const rows = floatValues(await readNpy(join(folder, 'states.npy'))) as Float32Array;
  const labels = Int32Array.from((await readNpy(join(folder, 'labels.npy'))).data as Int32Array);
  return { rows, labels, videos: record.videos.flatMap(({ id, windows }) => Array<string>(windows).fill(id)) };
}

async function makeStates(
  folder: string,
  store: ProjectStore,
  trained: TrainedRun,
  predictor: Predictor,
  context: JobContext,
): Promise<void> {
  const videos = await learntWindows(store, { ...trained, classes: trained.run.classes }, trained.run.splits.train);
  const windows = videos.flatMap((video) => video.windows);
  const meter = new ProgressMeter(context, 'Remembering training windows', windows.length, 'windows');
  const { hiddenSize } = trained.classifier.checkpoint.config;
  const data = new Uint16Array(windows.length * hiddenSize);
  let done = 0;
  for (const video of videos) {
    const { rows } = await readFeatures(store, trained.classifier.set, store.video(video.id));
    for (let start = 0; start < video.windows.length; start += chunk) {
      throwIfCancelled(context.signal);
      // Lets a cancel message in: a pass blocks this thread.
      await new Promise((resolve) => setImmediate(resolve));
      const some = video.windows.slice(start, start + chunk);
      const tracks = some.map(({ steps }) => pickSteps(rows, rowSize(trained.classifier.set), steps, 0));
      data.set(toFloat16((await predictor.predict(some, tracks)).decisions), done * hiddenSize);
      meter.update((done += some.length), video.id);
    }
  }
  const labels = Int32Array.from(windows, ({ label }) => label);
  await writeNpy(join(folder, 'states.npy'), { dtype: 'float16', shape: [windows.length, hiddenSize], data });
  await writeNpy(join(folder, 'labels.npy'), { dtype: 'int32', shape: [labels.length], data: labels });
  const counts = videos.map(({ id, windows: { length } }) => ({ id, windows: length }));
  const record: NeighbourRecord = { version: 1, checkpoint: trained.checkpoint.step, videos: counts };
  await writeFileAtomic(recordPath(folder), recordText(record));
}
