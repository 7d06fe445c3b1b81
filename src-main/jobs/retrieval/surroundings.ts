import type { Run } from '../../common/domain/run';
import type { ProjectStore } from '../../data/project/store';
import { type FeatureSource, featureSteps, readFeatureRows, requireFeatureSet } from '../../features/store';
import type { AlignmentKernel } from '../../gad/alignment/alignment';
import { bandwidth, type Sample, type Sequence } from '../../gad/alignment/localKernel';
import { unitRows } from '../../gad/cosine';
import type { PredictedVideo } from './predicted';

/** A step of a video that has states. */
export interface Place {
  video: PredictedVideo;
  step: number;
}

/** The steps around a place, as directions of the deciding states and, where all videos have them, visual features. */
export interface Surroundings {
  place: Place;
  sample: Sample;
  /** The first step of the sample. */
  first: number;
}

/** @param reach steps before and behind each place, as far as its video goes */
export async function readSurroundings(
  store: ProjectStore,
  run: Run,
  places: readonly Place[],
  reach: number,
): Promise<Surroundings[]> {
  const features = await visualFeatures(store, run, places);
  return Promise.all(
    places.map(async (place) => {
      const { id, labels, states } = place.video;
      const { rows, dim } = states as Sequence;
      const first = Math.max(0, place.step - reach);
      const end = Math.min(labels.length, place.step + reach + 1);
      const own = { rows: unitRows(rows.subarray(first * dim, end * dim), dim), dim };
      if (!features) return { place, sample: [own], first };
      const visual = await readFeatureRows(store, features, id, first, end);
      return { place, sample: [own, { rows: visual, dim: visual.length / (end - first) }], first };
    }),
  );
}

/** The features the run was trained on; null where they are gone, or are no longer those of its steps. */
async function visualFeatures(store: ProjectStore, run: Run, places: readonly Place[]): Promise<FeatureSource | null> {
  const source = run.settings && (await requireFeatureSet(store, run.settings.features).catch(() => null));
  if (!source) return null;
  const fits = await Promise.all(
    places.map(async ({ video }) => (await featureSteps(store, source, video.id)) === video.labels.length),
  );
  return fits.every(Boolean) ? source : null;
}

/** The global alignment kernel whose local kernel is the product of those of all embeddings, each with equal weight. */
export function surroundingsKernel(all: readonly Surroundings[]): AlignmentKernel {
  const [first] = all as [Surroundings];
  const embeddings = first.sample.map((_, e) => ({
    bandwidth: bandwidth(all.map(({ sample }) => sample[e] as Sequence)),
    weight: 1 / first.sample.length,
  }));
  return { embeddings, combine: 'product', smoothing: 1 };
}
