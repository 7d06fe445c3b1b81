import { nounOf, verbOf } from '../../common/classColours';
import type { PanelFilters } from '../../common/domain/panelSettings';
import { type Run, sharedTaskNames, taskNames } from '../../common/domain/run';
import type { ActionClass } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import type { Gathering } from './gathering';

/** What a panel is narrowed to, as questions. */
type ClassFilters = Pick<PanelFilters, 'verbs' | 'nouns' | 'classes'>;
type PairFilters = ClassFilters & Pick<PanelFilters, 'predicted'>;

const among = <T>(chosen: readonly T[], value: T) => chosen.length === 0 || chosen.includes(value);

/**
 * Names of the tasks where runs recognise tasks of videos, by the id they have beside each other; undefined where they
 * tell classes of the project.
 * @throws UserError `different-tasks` where some do the one and some the other
 */
export function tasksOfRuns(runs: readonly Run[]): string[] | undefined {
  const tasks = sharedTaskNames(runs);
  const ofTasks = runs.find(taskNames);
  if (tasks || !ofTasks) return tasks;
  throw new UserError(
    'different-tasks',
    `${ofTasks.name} tells tasks of videos, other runs tell classes.`,
    'Show runs of one task beside each other.',
  );
}

/** Whether a class is let through. @param tasks names, where ids are of tasks of videos, which have no verb and noun */
export function classFilter(
  { verbs, nouns, classes }: ClassFilters,
  gathering: Pick<Gathering, 'store'>,
  tasks?: readonly string[],
) {
  const named = namedIn(gathering, tasks);
  const ofWords = wordFilter({ verbs, nouns });
  return (id: number): boolean => among(classes, id) && ofWords([named.get(id)]);
}

/**
 * Whether a true and a predicted class together are let through; of no class: the background's id.
 * @param tasks likewise
 */
export function pairFilter(
  { classes, predicted, ...words }: PairFilters,
  gathering: Pick<Gathering, 'store'>,
  tasks?: readonly string[],
) {
  const named = namedIn(gathering, tasks);
  const ofWords = wordFilter(words);
  return (truth: number, prediction: number): boolean =>
    among(classes, truth) && among(predicted, prediction) && ofWords([named.get(truth), named.get(prediction)]);
}

/** Whether one of these classes has a chosen verb, and one a chosen noun. */
function wordFilter({ verbs, nouns }: Pick<PanelFilters, 'verbs' | 'nouns'>) {
  return (entries: readonly (ActionClass | undefined)[]): boolean =>
    (verbs.length === 0 || entries.some((entry) => entry && !entry.background && verbs.includes(verbOf(entry)))) &&
    (nouns.length === 0 || entries.some((entry) => entry && !entry.background && nouns.includes(nounOf(entry))));
}

function namedIn(
  { store }: Pick<Gathering, 'store'>,
  tasks: readonly string[] | undefined,
): ReadonlyMap<number, ActionClass> {
  return new Map(tasks ? [] : store.taxonomy.classes.map((entry) => [entry.id, entry]));
}
