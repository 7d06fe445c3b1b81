/**
 * What runs have in common: their task, the videos that all have predicted, their classes; and why it is too little.
 */
import type { Annotation } from '../../common/domain/annotation';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import { type Run, type RunClass, taskOf } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { Task } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import { scoredClasses } from '../labelledVideos';
import { listPredictions, runFolder } from '../runFolder';

/** The one task of all runs. @throws UserError `different-tasks` */
export function sharedTask(runs: readonly Run[]): Task {
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

/** Videos of the split that all runs have predicted. @throws UserError `no-shared-videos` */
export async function sharedVideos(store: ProjectStore, runs: readonly Run[], split: string): Promise<Shared> {
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
export function chosenVideos(shared: Shared, steps: ChosenSteps | null): Shared {
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
export const keyOf = (task: Task, { id, name }: RunClass): number | string => (task === 'task recognition' ? name : id);

/** The classes of the first run, then what the others and the truth have beside them. */
export function commonClasses(
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
export function unsharedClasses(runs: readonly Run[], task: Task, classes: readonly RunClass[]): Uint8Array {
  const known = runs.map(({ classes: own }) => {
    const todays = own.filter(({ into }) => into === undefined);
    return new Set(todays.map((entry) => keyOf(task, entry)));
  });
  return Uint8Array.from(classes, (entry) =>
    new Set(known.map((keys) => keys.has(keyOf(task, entry)))).size > 1 ? 1 : 0,
  );
}

/** Says which classes were left out, if any. */
export function apartNote(apart: Uint8Array, classes: readonly RunClass[]): string[] {
  const names = classes.filter((_, index) => apart[index]).map(({ name }) => name);
  if (names.length === 0) return [];
  const some = names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  return [`Classes that not every run knows are left out, with their steps: ${some}.`];
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

/** The failure of a comparison whose runs know no class together. */
export function noSharedClasses(ids: readonly string[]): UserError {
  return new UserError(
    'no-shared-classes',
    `Runs ${ids.map((id) => JSON.stringify(id)).join(', ')} have no action in common.`,
    'Compare runs of the same classes; predictions of other systems are mapped to the classes of the project when they are imported.',
  );
}
