import { FeatureSet, rowShape, rowSize, stepCount } from '../../common/domain/featureSet';
import type { Video } from '../../common/domain/video';
import { type ImportedFeatures, remark } from '../formats/imported';
import { floatValues, npyBytes, readNpy } from '../formats/npy';
import { recordText } from '../project/records';
import type { StagedFile } from '../project/staging';
import type { Draft } from './draft';

/** Rates at which features are commonly made; tried beside the video's own frame rate where a file says none. */
const USUAL_RATES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 12.5, 15, 20, 24, 25, 30, 50, 60];

/** An array that will be written, with the number of rows it will then have. */
interface TakenFeatures extends ImportedFeatures {
  videoId: string;
  steps: number;
}

/** What an import does to the feature sets. */
export interface MergedFeatures {
  sets: FeatureSet[];
  taken: TakenFeatures[];
}

/**
 * Joins feature arrays to videos: one set has one size and one rate; an array has `ceil(duration * rate)` rows, one
 * more or less being trimmed or repeated with a warning. A video that is not there becomes an item without a picture.
 */
export async function mergeFeatures(draft: Draft, features: readonly ImportedFeatures[]): Promise<MergedFeatures> {
  const existing = new Map((await draft.store.featureSets()).map((set) => [set.name, set]));
  const bySet = new Map<string, ImportedFeatures[]>();
  for (const one of features) bySet.set(one.set, [...(bySet.get(one.set) ?? []), one]);
  const merged: MergedFeatures = { sets: [], taken: [] };
  for (const [name, members] of bySet) {
    const id = draft.safeId(name, (members[0] as ImportedFeatures).where);
    mergeSet(draft, id, existing.get(id), members, merged);
  }
  return merged;
}

function mergeSet(
  draft: Draft,
  name: string,
  existing: FeatureSet | undefined,
  members: readonly ImportedFeatures[],
  merged: MergedFeatures,
): void {
  const first = members[0] as ImportedFeatures;
  const { dim, tokens } = existing ?? first;
  const rate = existing?.rate ?? first.rate ?? impliedRate(draft, members);
  if (rate === null) {
    const what = `the rate of set ${JSON.stringify(name)} is not known; expected a set.json beside it, such as {"rate": 4}`;
    draft.refused.push(remark(first.where, what));
    return;
  }
  for (const one of members) {
    if (one.dim !== dim || one.tokens !== tokens) {
      const found = [one.rows, ...rowShape(one)].join(', ');
      const expected = tokens === 1 ? `${dim} values` : `${tokens} visual tokens of ${dim} values`;
      draft.refused.push(remark(one.where, `found [${found}], expected ${expected} a row in set ${name}`));
    } else if (one.rate !== null && one.rate !== rate) {
      draft.refused.push(remark(one.where, `found ${one.rate} steps a second, expected ${rate} in set ${name}`));
    } else takeArray(draft, name, rate, one, merged);
  }
  const { encoder, preprocessing } = first;
  if (!existing) merged.sets.push(FeatureSet.parse({ version: 1, name, dim, tokens, rate, encoder, preprocessing }));
}

function takeArray(draft: Draft, set: string, rate: number, one: ImportedFeatures, merged: MergedFeatures): void {
  const video = draft.resolve(one.video, one.where);
  if (!video) return;
  const steps = video.duration > 0 ? stepCount(video.duration, rate) : one.rows;
  if (Math.abs(one.rows - steps) > 1) {
    const length = `${steps} (${Number(video.duration.toFixed(3))} s at ${rate} steps a second)`;
    draft.refused.push(remark(one.where, `found ${one.rows} rows, expected ${length}`));
    return;
  }
  if (one.rows !== steps) {
    const how = one.rows > steps ? 'the last is left out' : 'the last is repeated';
    draft.warnings.push(remark(one.where, `found ${one.rows} rows, expected ${steps}: ${how}`));
  }
  draft.put(video.duration > 0 ? video : { ...video, duration: one.rows / rate });
  merged.taken.push({ ...one, set, videoId: video.id, steps });
}

/**
 * The usual rate at which every array has the length of its video; null where none fits or no video's length is known.
 */
function impliedRate(draft: Draft, members: readonly ImportedFeatures[]): number | null {
  const pairs = members.flatMap((one) => {
    const video: Video | undefined = draft.match(one.video);
    return video && video.duration > 0 ? [{ rows: one.rows, video }] : [];
  });
  if (pairs.length === 0) return null;
  const own = pairs.flatMap(({ video }) => video.fps ?? []);
  const fits = (rate: number) =>
    pairs.every(({ rows, video }) => Math.abs(stepCount(video.duration, rate) - rows) <= 1);
  return [...own.slice(0, 1), ...USUAL_RATES].find(fits) ?? null;
}

const setPath = (set: FeatureSet) => `features/${set.name}/set.json`;
const arrayPath = ({ set, videoId }: TakenFeatures) => `features/${set}/${videoId}.npy`;

/** Where the files of merged features will lie; arrays stand before the set that they are of. */
export const featurePaths = ({ sets, taken }: MergedFeatures): string[] => [
  ...taken.map(arrayPath),
  ...sets.map(setPath),
];

/** The files of merged features, each made when it is asked for. */
export async function* featureFiles(merged: MergedFeatures): AsyncGenerator<StagedFile> {
  for (const set of merged.sets) yield { path: setPath(set), data: recordText(set) };
  for (const one of merged.taken) yield { path: arrayPath(one), data: await fittedArray(one) };
}

/** The array with `steps` rows, as float16 or float32. */
async function fittedArray(taken: TakenFeatures): Promise<Uint8Array> {
  const { path, rows, steps } = taken;
  const size = rowSize(taken);
  const array = await readNpy(path);
  if (rows === steps && (array.dtype === 'float16' || array.dtype === 'float32')) return npyBytes(array);
  const values = floatValues(array) ?? new Float32Array();
  const data = new Float32Array(steps * size);
  data.set(values.subarray(0, data.length));
  if (rows < steps) data.copyWithin(rows * size, (rows - 1) * size, rows * size);
  return npyBytes({ dtype: 'float32', shape: [steps, ...rowShape(taken)], data });
}
