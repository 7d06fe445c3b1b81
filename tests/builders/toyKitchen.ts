import type { ModelReference } from '../../src-main/common/domain/project';
import type { Video } from '../../src-main/common/domain/video';
import { Rng } from '../../src-main/common/rng';
import { createProject, type ProjectStore } from '../../src-main/data/project/store';
import { writeFeatures, writeFeatureSet } from '../../src-main/features/store';

const names = ['cut onion', 'stir pot', 'pour water', 'wash pan'];
const seconds = 20;
const rate = 2;
const dim = 12;

/** An item of 20 s without a file. */
export function video(id: string, values: Partial<Video> = {}): Video {
  return {
    id,
    path: null,
    fps: null,
    frames: 0,
    duration: seconds,
    width: 0,
    height: 0,
    codec: '',
    variableRate: false,
    playable: true,
    hash: '',
    ...values,
  };
}

/** Classes of a video in steps: blocks of random classes, so that every class is seen. */
function blocks(rng: Rng): number[] {
  const labels: number[] = [];
  while (labels.length < seconds * rate) {
    const label = rng.below(names.length + 1);
    for (let left = 3 + rng.below(5); left > 0; left--) labels.push(label);
  }
  return labels.slice(0, seconds * rate);
}

/**
 * A new project in `dir` whose classes can be told from its features: five items of 20 s, 2 steps a second, each
 * class a direction in 12 numbers with a little noise. Items `a` to `c` are for training, `d` and `e` for testing;
 * the features are the set `toy`.
 */
export async function toyKitchen(dir: string, models: ModelReference[], seed = 0): Promise<ProjectStore> {
  const store = await createProject(dir, { name: 'kitchen', singleLabel: false });
  const classes = [...store.taxonomy.classes, ...names.map((name, i) => ({ id: 10 + i, name }))];
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const set = {
    version: 1 as const,
    name: 'toy',
    dim,
    tokens: 1,
    rate,
    encoder: 'toy',
    encoderHash: '',
    preprocessing: '',
  };
  const labels = ids.map((id) => blocks(new Rng(seed, id)));
  await store.apply({
    taxonomy: { ...store.taxonomy, nextId: 20, classes },
    videos: ids.map((id) => video(id)),
    project: { ...store.project, splits: { train: ids.slice(0, 3), val: [], test: ids.slice(3), source: '' }, models },
    annotations: ids.map((id, i) => ({
      version: 1 as const,
      video: id,
      timebase: 'seconds' as const,
      segments: labels[i]!.flatMap((label, step) =>
        label === 0
          ? []
          : [{ id: `s${step}`, start: step / rate, end: (step + 1) / rate, classId: 9 + label, origin: 'human' }],
      ),
      reviewed: [{ start: 0, end: seconds }],
    })),
  });
  await writeFeatureSet(store, set);
  for (const [i, id] of ids.entries())
    await writeFeatures(store, set, id, features(labels[i]!, new Rng(seed, `rows ${id}`)));
  return store;
}

function features(labels: readonly number[], rng: Rng): Float32Array {
  const rows = labels.flatMap((label) =>
    Array.from({ length: dim }, (_, i) => (i % (names.length + 1) === label ? 2 : 0) + 0.3 * rng.normal()),
  );
  return Float32Array.from(rows);
}
