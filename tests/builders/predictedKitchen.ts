import { Rng } from '../../src-main/common/rng';
import { TrainSettings } from '../../src-main/common/settings';
import { toFloat16 } from '../../src-main/common/float16';
import type { ProjectStore } from '../../src-main/data/project/store';
import { readVideo } from '../../src-main/jobs/labelledVideos';
import { writePrediction } from '../../src-main/jobs/predictionFiles';
import { createRun } from '../../src-main/jobs/runFolder';
import { toyKitchen } from './toyKitchen';
import { madeRun } from './madeRun';

const hidden = 8;
const split = 'test';

/**
 * A toy kitchen (`toyKitchen`) with runs that were never trained: each says the truth at every step, those whose id
 * begins with "wrong" the next class. Their states are directions of the true class with a little noise.
 */
export async function predictedKitchen(dir: string, ids: readonly string[]): Promise<ProjectStore> {
  const store = await toyKitchen(dir, []);
  for (const id of ids) await addRun(store, id);
  return store;
}

async function addRun(store: ProjectStore, id: string): Promise<void> {
  const { classes } = store.taxonomy;
  const { train, val, test } = store.project.splits;
  const run = madeRun(id, {
    settings: TrainSettings.parse({ kind: 'discriminative', features: 'toy' }),
    classes: classes.map(({ id: classId, name, background }) => ({
      id: classId,
      name,
      ...(background && { background }),
    })),
    splits: { train, val, test },
    rate: 2,
  });
  const folder = await createRun(store.dir, run);
  for (const video of test) {
    const steps = 40;
    const labels = new Int32Array(steps);
    const write = (said: Int32Array, features: Uint16Array | null) =>
      writePrediction(folder, split, video, run, {
        labels: said,
        scores: null,
        confidence: null,
        features,
        texts: null,
      });
    // What is true of the steps is read by the program itself, which wants labels beside it.
    await write(labels, null);
    const { truth } = await readVideo(store, run, split, await store.annotation(video), run.classes);
    const rng = new Rng(0, `${id} ${video}`);
    const states = Float32Array.from({ length: steps * hidden }, (_, at) => {
      const label = truth.labels[Math.floor(at / hidden)] as number;
      return (at % hidden === label ? 3 : 0) + 0.5 * rng.normal();
    });
    const wrong = truth.labels.map((label) => (label === 0 ? 0 : (label % (classes.length - 1)) + 1));
    await write(id.startsWith('wrong') ? wrong : truth.labels, toFloat16(states));
  }
}
