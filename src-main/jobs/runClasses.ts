import type { RunClass } from '../common/domain/run';
import { type ActionClass, classCalled, type Taxonomy } from '../common/domain/taxonomy';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import type { Task } from '../common/settings';

/**
 * Classes of a new run: background first, then the taxonomy's order, ambiguous ones last so that the smallest index of
 * a step is an action wherever there is one.
 */
export function runClasses(taxonomy: readonly ActionClass[]): RunClass[] {
  const rank = (entry: ActionClass) => (entry.background ? 0 : entry.ambiguous ? 2 : 1);
  return taxonomy
    .slice()
    .sort((a, b) => rank(a) - rank(b))
    .map(({ id, name, background, ambiguous }) => ({
      id,
      name,
      ...(background && { background }),
      ...(ambiguous && { ambiguous }),
    }));
}

/**
 * Classes of a new run. In step recognition and prediction every clip is an action, so there is no background; in task
 * recognition the classes are the tasks of the project's videos, numbered in the order of their names.
 * @throws UserError `no-task` where task recognition finds none
 */
export function classesFor(task: Task, taxonomy: readonly ActionClass[], videos: readonly Video[]): RunClass[] {
  if (task === 'online detection') return runClasses(taxonomy);
  if (task !== 'task recognition') return runClasses(taxonomy.filter((entry) => !entry.background && !entry.ambiguous));
  const names = [...new Set(videos.flatMap((video) => video.task ?? []))].sort();
  if (names.length > 0) return names.map((name, id) => ({ id, name }));
  throw new UserError(
    'no-task',
    'Task recognition needs the tasks of videos, and no video of the project has one.',
    'Name each video’s "task" in videos.json, or import labels that tell it, such as those of COIN.',
  );
}

/** Indices of the classes that are neither trained nor predicted. */
export function ambiguousIndices(classes: readonly RunClass[]): Set<number> {
  return new Set(classes.flatMap((entry, index) => (entry.ambiguous ? [index] : [])));
}

/**
 * Class indices by class id: the run's own, then those of the taxonomy that it does not know, in the taxonomy's order.
 */
export function indicesWithUnknown(
  classes: readonly RunClass[],
  taxonomy: readonly ActionClass[],
): ReadonlyMap<number, number> {
  const ids = new Set([...classes, ...taxonomy].map(({ id }) => id));
  return new Map([...ids].map((id, index) => [id, index]));
}

/**
 * The taxonomy's classes without those that the setting `heldOut` names.
 * @param names separated by commas, of today or from before a class was renamed or merged; case, underscores and
 *   repeated spaces do not count
 * @throws UserError `held-out-unknown` where the taxonomy has no such action
 */
export function withoutHeldOut(taxonomy: Pick<Taxonomy, 'classes' | 'retired'>, names: string): ActionClass[] {
  const held = new Set<number>();
  for (const name of names.split(',').map((one) => one.trim())) {
    if (name === '') continue;
    const found = classCalled(taxonomy, name);
    if (!found || found.background || found.ambiguous) throw unknownHeldOut(name);
    held.add(found.id);
  }
  return taxonomy.classes.filter(({ id }) => !held.has(id));
}

const unknownHeldOut = (name: string) =>
  new UserError(
    'held-out-unknown',
    `Holding classes out of training: there is no action "${name}" in the taxonomy.`,
    'Name classes as the taxonomy does, separated by commas.',
  );
