/**
 * Runs beside each other: the labels of every run on the videos that all of them have predicted, as indices of one class
 * list. What they do not share is left out of all and said in a sentence, so that no analysis compares unlike things. Of a
 * run that classifies whole clips every clip stands for a step.
 */
import { actionsOf, labelsWithAmbiguous } from '../../analysis/metrics/evaluation';
import type { CountedVideo } from '../../analysis/videoScores';
import type { Annotation } from '../../common/domain/annotation';
import { type Run, type RunClass, taskOf } from '../../common/domain/run';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import type { Compared, TaskNames } from '../../common/domain/statistics';
import type { ActionClass } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import type { Task } from '../../common/settings';
import type { StepSpan } from '../../features/stepLabels';
import { readClips } from '../clipLabels';
import { type ClipSource, clipSource } from '../clips';
import { readVideo, scoredClasses } from '../labelledVideos';
import { readRunToday } from '../classesToday';
import { type Choice, chosenSpans } from './chosen';
import { listPredictions, type PredictionPaths, predictionPaths, runFolder } from '../runFolder';

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
 * @throws UserError `no-shared-videos`, `no-shared-classes`, `none-chosen`, `nothing-reviewed`, `different-tasks`, `clips-changed`, and those of reading runs
 * and labels
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

/** @throws UserError `different-tasks` */
function sharedTask(runs: readonly Run[]): Task {
  const [first] = runs as [Run, ...Run[]];
  const other = runs.find((run) => taskOf(run) !== taskOf(first));
  if (!other) return taskOf(first);
  throw new UserError(
    'different-tasks',
    `Run ${JSON.stringify(first.id)} answers ${taskOf(first)}, run ${JSON.stringify(other.id)} ${taskOf(other)}: these have nothing in common.`,
    'Compare runs of one task.',
  );
}

interface Shared {
  videos: string[];
  /** What was left out, if anything. */
  note: string[];
}

async function sharedVideos(store: ProjectStore, runs: readonly Run[], split: string): Promise<Shared> {
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

/** Those that the choice is of. @throws UserError `none-chosen` */
function chosenVideos(shared: Shared, steps: ChosenSteps | null): Shared {
  if (steps === null) return shared;
  const videos = shared.videos.filter((video) => steps[video]?.length);
  const count = videos.reduce((sum, video) => sum + steps[video]!.length, 0);
  if (count > 0) return { videos, note: [...shared.note, `Only what was chosen is counted: ${count} of the map.`] };
  throw new UserError(
    'none-chosen',
    'Nothing of what was chosen on the map lies in videos that these runs have predicted.',
    'Choose other steps, or none.',
  );
}

/** What makes a class the same in two runs: tasks of videos are numbered in each run by itself. */
const keyOf = (task: Task, { id, name }: RunClass): number | string => (task === 'task recognition' ? name : id);

/** The classes of the first run, then what the others and the truth have beside them. */
function commonClasses(
  runs: readonly Run[],
  task: Task,
  store: ProjectStore,
  annotations: readonly Annotation[],
): RunClass[] {
  const seen = new Map<number | string, RunClass>();
  for (const run of runs) {
    const own = task === 'online detection' ? scoredClasses(run, store, annotations) : run.classes;
    for (const entry of own) if (!seen.has(keyOf(task, entry))) seen.set(keyOf(task, entry), entry);
  }
  const classes = [...seen.values()];
  return task === 'task recognition' ? classes.map(({ name }, id) => ({ id, name })) : classes;
}

/** `[classes]` 1 for classes that some of the runs know and others do not. */
function unsharedClasses(runs: readonly Run[], task: Task, classes: readonly RunClass[]): Uint8Array {
  const known = runs.map(({ classes: own }) => {
    const todays = own.filter(({ into }) => into === undefined);
    return new Set(todays.map((entry) => keyOf(task, entry)));
  });
  return Uint8Array.from(classes, (entry) =>
    new Set(known.map((keys) => keys.has(keyOf(task, entry)))).size > 1 ? 1 : 0,
  );
}

function apartNote(apart: Uint8Array, classes: readonly RunClass[]): string[] {
  const names = classes.filter((_, index) => apart[index]).map(({ name }) => name);
  if (names.length === 0) return [];
  const some = names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  return [`Classes that not every run knows are left out, with their steps: ${some}.`];
}

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

function noSharedClasses(ids: readonly string[]): UserError {
  return new UserError(
    'no-shared-classes',
    `Runs ${ids.map((id) => JSON.stringify(id)).join(', ')} have no action in common.`,
    'Compare runs of the same classes; predictions of other systems are mapped to the classes of the project when they are imported.',
  );
}

function nothingReviewed(ids: readonly string[], split: string, videos: number): UserError {
  return new UserError(
    'nothing-reviewed',
    `Looking into ${ids.map((id) => JSON.stringify(id)).join(', ')} on ${split}: nothing of its ${videos === 1 ? 'video' : `${videos} videos`} has been reviewed.`,
    'Label the videos and mark what you have looked at as reviewed.',
  );
}
