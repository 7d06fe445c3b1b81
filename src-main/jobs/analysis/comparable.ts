/**
 * Runs beside each other: the labels of every run on the videos that all of them have predicted, as indices of one
 * class list. What they do not share is left out of all and said in a sentence, so that no analysis compares unlike
 * things. Of a run that classifies whole clips every clip stands for a step.
 */
import { actionsOf, labelsWithAmbiguous } from '../../analysis/metrics/evaluation';
import type { CountedVideo } from '../../analysis/videoScores';
import type { Annotation } from '../../common/domain/annotation';
import type { Run, RunClass } from '../../common/domain/run';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import type { Compared, TaskNames } from '../../common/domain/statistics';
import type { ActionClass } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import type { Task } from '../../common/settings';
import type { StepSpan } from '../../features/stepLabels';
import { readClips } from '../clipLabels';
import { type ClipSource, clipSource } from '../clips';
import { readVideo } from '../labelledVideos';
import { readRunToday } from '../classesToday';
import { type Choice, chosenSpans } from './chosen';
import {
  apartNote,
  chosenVideos,
  commonClasses,
  keyOf,
  noSharedClasses,
  sharedTask,
  sharedVideos,
  unsharedClasses,
} from './shared';
import { type PredictionPaths, predictionPaths, runFolder } from '../runFolder';

export interface ComparedVideo extends CountedVideo {
  id: string;
  /** Its segments as they are annotated; of a run that classifies clips its clips, in their order. */
  spans: readonly StepSpan[];
  paths: PredictionPaths;
}

export interface ComparedRun {
  run: Run;
  /** In the order of `Comparable.videos`. */
  videos: ComparedVideo[];
}

export interface Comparable {
  split: string;
  /** What all runs were trained for; other systems' predictions are of steps. */
  task: Task;
  videos: string[];
  /** Of all runs; the background first, where there is one. */
  classes: RunClass[];
  /** What the project says of them, by id; nothing where they are tasks of videos. */
  known: ReadonlyMap<number, ActionClass>;
  /** `[classes]` 1 for an action. */
  actions: Uint8Array;
  /** `[classes]` 1 for classes that some of the runs know and others do not. */
  apart: Uint8Array;
  runs: ComparedRun[];
  notes: string[];
}

/**
 * @param ids runs, each once
 * @param steps only these, at the rate of the first run; null: all
 * @throws UserError `no-shared-videos`, `no-shared-classes`, `none-chosen`, `nothing-reviewed`, `different-tasks`,
 * `clips-changed`, and those of reading runs and labels
 */
export async function readComparable(
  store: ProjectStore,
  ids: readonly string[],
  split: string,
  steps: ChosenSteps | null = null,
): Promise<Comparable> {
  const runs = await Promise.all(ids.map((id) => readRunToday(store, id)));
  const task = sharedTask(runs);
  const { videos, note } = chosenVideos(await sharedVideos(store, runs, split), steps);
  const annotations = await Promise.all(videos.map((video) => store.annotation(video)));
  const classes = commonClasses(runs, task, store, annotations);
  const actions = actionsOf(classes);
  const apart = unsharedClasses(runs, task, classes);
  const choice = { steps, rate: runs[0]!.rate };
  if (!actions.some((action, index) => action && !apart[index]) && runs.length > 1) throw noSharedClasses(ids);
  const ground = { store, split, task, classes, actions, apart, choice };
  const compared: ComparedRun[] = [];
  for (const run of runs) {
    const source = run.settings && (await clipSource(store, run.settings, run.classes));
    const own = annotations.map((annotation) =>
      source ? clipVideo(run, source, annotation.video, ground) : stepVideo(run, annotation, ground),
    );
    compared.push({ run, videos: await Promise.all(own) });
  }
  if (!compared[0]?.videos.some(({ scored }) => scored.includes(1))) throw nothingReviewed(ids, split, videos.length);
  const notes = [...note, ...apartNote(apart, classes)];
  const known = new Map(task === 'task recognition' ? [] : store.taxonomy.classes.map((entry) => [entry.id, entry]));
  return { split, task, videos, classes, known, actions, apart, runs: compared, notes };
}

/** What every analysis says of its ground. */
export const comparedOn = ({ split, videos, task, notes }: Comparable): Compared => ({
  split,
  videos,
  unit: task === 'online detection' ? 'step' : 'clip',
  notes,
});

/** Names of the classes that are tasks of videos; see `TaskNames`. */
export const tasksOf = ({ task, classes }: Comparable): TaskNames =>
  task === 'task recognition' ? { tasks: classes.map(({ name }) => name) } : {};

interface Ground extends Pick<Comparable, 'split' | 'task' | 'classes' | 'actions' | 'apart'> {
  store: ProjectStore;
  choice: Choice;
}

async function stepVideo(
  run: Run,
  annotation: Annotation,
  { store, split, classes, actions, apart, choice }: Ground,
): Promise<ComparedVideo> {
  const { truth: steps, labels, paths } = await readVideo(store, run, split, annotation, classes);
  const truth = labelsWithAmbiguous(steps, actions);
  const each = Array.from(truth, (_, k) => ({ start: k, end: k + 1 }));
  const chosen = chosenSpans(choice, annotation.video, run.rate, each);
  const counted = steps.reviewed.map((reviewed, k) => (apart[truth[k]!] || !chosen[k] ? 0 : reviewed));
  const scored = counted.map((one, k) => (actions[truth[k]!] || classes[truth[k]!]?.background ? one : 0));
  return { id: annotation.video, truth, predicted: labels, counted, scored, spans: steps.spans, paths };
}

/** Every clip is an answer to be scored. @throws UserError `clips-changed` */
async function clipVideo(
  run: Run,
  source: ClipSource,
  id: string,
  { store, split, task, classes, apart, choice }: Ground,
): Promise<ComparedVideo> {
  const { windows, predicted } = await readClips(store, run, source, split, id);
  const indexOf = new Map(classes.map((entry, index) => [keyOf(task, entry), index]));
  const common = (own: number) => indexOf.get(keyOf(task, run.classes[own]!))!;
  const truth = Int32Array.from(windows, ({ label }) => common(label));
  const spans = windows.map(({ steps }, i) => ({
    start: steps[0]!,
    end: steps[steps.length - 1]! + 1,
    classIndex: truth[i]!,
  }));
  const chosen = chosenSpans(choice, id, run.rate, spans);
  const scored = Uint8Array.from(truth, (index, i) => (apart[index] ? 0 : chosen[i]!));
  const paths = predictionPaths(runFolder(store.dir, run.id), split, id);
  return { id, truth, predicted: Int32Array.from(predicted, common), counted: scored, scored, spans, paths };
}

function nothingReviewed(ids: readonly string[], split: string, videos: number): UserError {
  return new UserError(
    'nothing-reviewed',
    `Looking into ${ids.map((id) => JSON.stringify(id)).join(', ')} on ${split}: nothing of its ${videos === 1 ? 'video' : `${videos} videos`} has been reviewed.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}
