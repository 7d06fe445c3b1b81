import type { RunClass } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import { floatValues, readNpy } from '../../data/formats/npy';
import { frameClock } from '../../data/project/clocks';
import type { ProjectStore } from '../../data/project/store';
import { labelsBeyond, type StepSpan, stepTruth } from '../../features/stepLabels';
import { indicesWithUnknown } from '../runClasses';
import { predictionPaths } from '../runFolder';

/** A predicted video beside its truth. Classes are counted as the run counts its own; unknown ones follow behind. */
export interface DecidedVideo {
  id: string;
  /** `[steps]` class indices, an unknown class winning over a known one; -1 where nobody has looked or ambiguous. */
  labels: Int32Array;
  /** Annotated segments of unknown classes, in steps. */
  unknown: StepSpan[];
  /** `[steps, hidden]` the states that decided. */
  features: Float32Array;
  /** `[steps, classes]` log-probabilities; null for runs without scores. */
  scores: Float32Array | null;
}

/** Reads the predictions of a video, and its truth. */
export async function readDecided(
  store: ProjectStore,
  { dir, rate, classes }: { dir: string; rate: number; classes: readonly RunClass[] },
  split: string,
  id: string,
): Promise<DecidedVideo> {
  const paths = predictionPaths(dir, split, id);
  const features = await readNpy(paths.features);
  const [steps = 0] = features.shape;
  const annotation = await store.annotation(id);
  const clock = annotation.timebase === 'frames' ? await frameClock(store, store.video(id)) : null;
  const indexOf = indicesWithUnknown(classes, store.taxonomy.classes);
  const truth = stepTruth(annotation, clock, rate, steps, (classId) => indexOf.get(classId));
  const labels = labelsBeyond(truth, classes.length).map((label, step) =>
    truth.reviewed[step] && !classes[label]?.ambiguous ? label : -1,
  );
  const rows = floatValues(features);
  if (!rows) throw new Error(`internal: decision features of type ${features.dtype}`);
  return {
    id,
    labels,
    unknown: truth.spans.filter(({ classIndex }) => classIndex >= classes.length),
    features: rows,
    scores: await readScores(paths.scores),
  };
}

async function readScores(path: string): Promise<Float32Array | null> {
  const array = await readNpy(path).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'npy-missing') return null;
    throw error;
  });
  return array && floatValues(array);
}
