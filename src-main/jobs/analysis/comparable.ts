/**
 * Runs beside each other: the labels of every run on the videos that all of them have predicted, as indices of one class
 * list. What they do not share is left out of all and said in a sentence, so that no analysis compares unlike things.
 */
import { actionsOf, labelsWithAmbiguous } from '../../analysis/metrics/evaluation';
import type { CountedVideo } from '../../analysis/videoScores';
import type { Annotation } from '../../common/domain/annotation';
import type { Run, RunClass } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import type { StepTruth } from '../../features/stepLabels';
import { readVideo, scoredClasses } from '../labelledVideos';
import { listPredictions, type PredictionPaths, readRun, runFolder } from '../runFolder';
import { requireOnline } from '../trainedRun';

export interface ComparedVideo extends CountedVideo {
  id: string;
  /** Its segments as they are annotated, and what has been reviewed. */
  steps: StepTruth;
  paths: PredictionPaths;
}

export interface ComparedRun {
  run: Run;
  /** In the order of `Comparable.videos`. */
  videos: ComparedVideo[];
}

export interface Comparable {
  split: string;
  videos: string[];
  /** Of all runs; the background first. */
  classes: RunClass[];
  /** `[classes]` 1 for an action. */
  actions: Uint8Array;
  runs: ComparedRun[];
  notes: string[];
}

/**
 * @param ids runs, each once
 * @throws UserError `no-shared-videos`, `nothing-reviewed`, `not-online`, and those of reading runs and labels
 */
export async function readComparable(store: ProjectStore, ids: readonly string[], split: string): Promise<Comparable> {
  const runs = await Promise.all(ids.map((id) => readRun(store.dir, id)));
  for (const run of runs) requireOnline(run, 'Looking into the steps of');
  const { videos, note } = await sharedVideos(store, runs, split);
  const annotations = await Promise.all(videos.map((video) => store.annotation(video)));
  const classes = commonClasses(runs, store, annotations);
  const actions = actionsOf(classes);
  const apart = unsharedClasses(runs, classes);
  const compared: ComparedRun[] = [];
  for (const run of runs) {
    const own = annotations.map((annotation) =>
      comparedVideo(store, run, split, annotation, { classes, actions, apart }),
    );
    compared.push({ run, videos: await Promise.all(own) });
  }
  if (!compared[0]?.videos.some(({ scored }) => scored.includes(1))) throw nothingReviewed(ids, split, videos.length);
  return { split, videos, classes, actions, runs: compared, notes: [...note, ...apartNote(apart, classes)] };
}

async function sharedVideos(
  store: ProjectStore,
  runs: readonly Run[],
  split: string,
): Promise<{ videos: string[]; note: string[] }> {
  const known = new Set(store.videos.map(({ id }) => id));
  const predicted = await Promise.all(
    runs.map(async ({ id }) => {
      const found = await listPredictions(runFolder(store.dir, id));
      return { id, splits: Object.keys(found), videos: (found[split] ?? []).filter((video) => known.has(video)) };
    }),
  );
  const videos = predicted.reduce<string[] | null>(
    (shared, own) => (shared === null ? own.videos : shared.filter((video) => own.videos.includes(video))),
    null,
  );
  if (!videos || videos.length === 0) throw noSharedVideos(predicted, split);
  const left = [...new Set(predicted.flatMap((own) => own.videos))].filter((video) => !videos.includes(video));
  if (left.length === 0) return { videos, note: [] };
  return { videos, note: [`Left out, since not every run has predicted them on ${split}: ${left.join(', ')}.`] };
}

/** The classes of the first run, then what the others and the truth have beside them. */
function commonClasses(runs: readonly Run[], store: ProjectStore, annotations: readonly Annotation[]): RunClass[] {
  const seen = new Map<number, RunClass>();
  for (const run of runs) {
    for (const entry of scoredClasses(run, store, annotations)) if (!seen.has(entry.id)) seen.set(entry.id, entry);
  }
  return [...seen.values()];
}

/** `[classes]` 1 for classes that some of the runs know and others do not. */
function unsharedClasses(runs: readonly Run[], classes: readonly RunClass[]): Uint8Array {
  const known = runs.map((run) => new Set(run.classes.map(({ id }) => id)));
  return Uint8Array.from(classes, ({ id }) => (new Set(known.map((ids) => ids.has(id))).size > 1 ? 1 : 0));
}

function apartNote(apart: Uint8Array, classes: readonly RunClass[]): string[] {
  const names = classes.filter((_, index) => apart[index]).map(({ name }) => name);
  if (names.length === 0) return [];
  const some = names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  return [`Steps of classes that not every run knows are left out: ${some}.`];
}

async function comparedVideo(
  store: ProjectStore,
  run: Run,
  split: string,
  annotation: Annotation,
  { classes, actions, apart }: { classes: RunClass[]; actions: Uint8Array; apart: Uint8Array },
): Promise<ComparedVideo> {
  const { truth: steps, labels, paths } = await readVideo(store, run, split, annotation, classes);
  const truth = labelsWithAmbiguous(steps, actions);
  const counted = steps.reviewed.map((reviewed, k) => (apart[truth[k]!] ? 0 : reviewed));
  const scored = counted.map((one, k) => (actions[truth[k]!] || classes[truth[k]!]?.background ? one : 0));
  return { id: annotation.video, truth, predicted: labels, counted, scored, steps, paths };
}

function noSharedVideos(
  predicted: readonly { id: string; splits: readonly string[]; videos: readonly string[] }[],
  split: string,
): UserError {
  const without = predicted.find(({ videos }) => videos.length === 0);
  const where = without?.splits.length ? `; it has some on ${without.splits.join(', ')}` : '';
  return new UserError(
    'no-shared-videos',
    without
      ? `Run ${JSON.stringify(without.id)} has no predictions on ${split}${where}.`
      : `Runs ${predicted.map(({ id }) => JSON.stringify(id)).join(', ')} have no video of ${split} in common.`,
    without
      ? `Make them with "gadw infer --run ${without.id} --split ${split}".`
      : 'Predict the same videos with each.',
  );
}

function nothingReviewed(ids: readonly string[], split: string, videos: number): UserError {
  return new UserError(
    'nothing-reviewed',
    `Looking into ${ids.map((id) => JSON.stringify(id)).join(', ')} on ${split}: no step of its ${videos} videos has been reviewed.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}
