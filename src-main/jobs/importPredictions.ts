import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportResult, Refusal } from '../common/contract/project';
import { stepCount } from '../common/domain/featureSet';
import type { SplitName } from '../common/domain/project';
import { Run } from '../common/domain/run';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import { toFloat16 } from '../common/float16';
import { remark } from '../data/formats/imported';
import type { ImportedTrack } from '../data/formats/predictions/imported';
import { readPredictions } from '../data/formats/predictions/predictions';
import { replaceFile, syncFolder, writeFileAtomic } from '../data/project/atomic';
import { safeId } from '../data/project/ids';
import { recordText } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { writePrediction } from './predictionFiles';
import { classIndexByName, convertTrack, type StepGrid } from './predictionTracks';
import { runClasses } from './runClasses';
import { runFolder } from './runFolder';

/**
 * Another system's predictions become a run of origin `imported`, to be looked at and evaluated like our own. Classes
 * are matched by name, videos by id. The run is made in a hidden folder and moved into place when it is complete; where
 * something is refused nothing is left, unless `keepValid`.
 */
export interface ImportPredictionsRequest {
  /** Files or folders; see data/formats/predictions. */
  files: readonly string[];
  /** Name of the run; its id is made of it. */
  name: string;
  split: SplitName;
  /** Steps a second; where absent, that of the project's feature sets. */
  rate?: number | undefined;
  keepValid: boolean;
}

/** @throws UserError `run-exists`, `rate-needed`, or those of writing */
export async function importPredictions(store: ProjectStore, request: ImportPredictionsRequest): Promise<ImportResult> {
  const id = safeId(request.name);
  const target = runFolder(store.dir, id);
  if (await stat(target).catch(() => null)) {
    throw new UserError('run-exists', `A run named ${JSON.stringify(id)} exists already.`, 'Choose another name.');
  }
  const rate = request.rate ?? (await impliedRate(store));
  const temporary = join(store.dir, 'runs', `.import-${id}`);
  const discard = (): Promise<void> => rm(temporary, { recursive: true, force: true });
  try {
    await discard();
    await mkdir(temporary, { recursive: true });
    const result = await writeTracks(store, request, rate, temporary);
    if (result.written.length === 0 || (result.refused.length > 0 && !request.keepValid)) {
      await discard();
      return { videos: 0, segments: 0, refused: result.refused, warnings: result.warnings };
    }
    const run = importedRun(store, id, request, rate, result.written);
    await writeFileAtomic(join(temporary, 'run.json'), recordText(run));
    await replaceFile(temporary, target);
    await syncFolder(join(store.dir, 'runs'));
    const { segments, refused, warnings } = result;
    return { videos: result.written.length, segments, refused, warnings };
  } catch (error) {
    await discard().catch(() => undefined);
    throw error;
  }
}

interface Written {
  /** Video ids. */
  written: string[];
  segments: number;
  refused: Refusal[];
  warnings: Refusal[];
}

async function writeTracks(
  store: ProjectStore,
  { files, split }: ImportPredictionsRequest,
  rate: number,
  runDir: string,
): Promise<Written> {
  const { tracks, refusals } = await readPredictions(files);
  const classes = runClasses(store.taxonomy.classes);
  const grid: StepGrid = { rate, classes, indexOf: classIndexByName(classes), refused: refusals, warnings: [] };
  const sources = new Map<string, string>();
  let segments = 0;
  for (const track of tracks) {
    const video = matchVideo(store, track, sources, grid);
    if (!video) continue;
    const steps = video.duration > 0 ? stepCount(video.duration, rate) : null;
    const converted = await convertTrack(track, steps, grid);
    if (!converted) continue;
    const scores = converted.scores && toFloat16(converted.scores);
    const prediction = { ...converted, scores, features: null, texts: null };
    segments += (await writePrediction(runDir, split, video.id, grid, prediction)).length;
    sources.set(video.id, track.where.file);
  }
  return { written: [...sources.keys()], segments, refused: grid.refused, warnings: grid.warnings };
}

/** The project's video of a track; ActivityNet's results leave out the `v_` that its files and labels have. */
function matchVideo(
  store: ProjectStore,
  { video: id, where }: ImportedTrack,
  sources: ReadonlyMap<string, string>,
  grid: StepGrid,
): Video | null {
  const ids = [id, safeId(id), `v_${id}`];
  const video = store.videos.find((one) => ids.includes(one.id));
  const earlier = video && sources.get(video.id);
  if (!video) grid.refused.push(remark(where, `there is no video ${JSON.stringify(id)} in this project`));
  else if (earlier !== undefined) {
    grid.refused.push(remark(where, `video ${JSON.stringify(id)} was given before, in ${earlier}`));
  } else return video;
  return null;
}

function importedRun(
  store: ProjectStore,
  id: string,
  { name, split }: ImportPredictionsRequest,
  rate: number,
  videos: readonly string[],
): Run {
  return Run.parse({
    version: 1,
    id,
    name,
    created: new Date().toISOString(),
    status: 'imported',
    origin: 'imported',
    settings: null,
    classes: runClasses(store.taxonomy.classes),
    splits: { train: [], val: [], test: [], [split]: videos },
    rate,
  } satisfies Partial<Run>);
}

async function impliedRate(store: ProjectStore): Promise<number> {
  const [rate, ...others] = new Set((await store.featureSets()).map((set) => set.rate));
  if (rate !== undefined && others.length === 0) return rate;
  const found =
    rate === undefined ? 'the project has no features' : `its feature sets have ${[rate, ...others].join(', ')}`;
  throw new UserError(
    'rate-needed',
    `Missing rate of the predictions: they do not say how many steps a second they have, and ${found}.`,
    'Give it, for example with "--rate 4".',
  );
}
