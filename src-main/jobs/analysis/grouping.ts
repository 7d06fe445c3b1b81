import { confusionClusters } from '../../analysis/clusters';
import type { ConfusionCell } from '../../analysis/confusions';
import type { ConfusionGroup, ConfusionGrouping } from '../../common/domain/confusions';
import type { RunClass } from '../../common/domain/run';
import type { ActionClass } from '../../common/domain/taxonomy';
import type { ProjectStore } from '../../data/project/store';
import type { Comparable, ComparedRun } from './comparable';

/**
 * Classes as the rows and columns of a confusion matrix: alone, or those of one verb, noun, task or cluster together.
 */
export interface Grouping {
  groups: Omit<ConfusionGroup, 'steps'>[];
  /** `[classes]` group index of each class; -1 for classes that neither occur nor are given as a label. */
  groupOf: Int32Array;
}

interface Ground extends Pick<Comparable, 'classes' | 'known' | 'actions'> {
  store: ProjectStore;
  run: ComparedRun;
  cells: readonly ConfusionCell[];
}

/** Those that have steps, alike ones beside each other, the background last. */
export function groupClasses(grouping: ConfusionGrouping, ground: Ground): Grouping {
  const { classes, cells } = ground;
  const seen = new Set(cells.flatMap(({ truth, predicted }) => [truth, predicted]));
  const background = classes.findIndex((entry) => entry.background);
  const order = byVerb(
    [...seen].filter((index) => index !== background).sort((a, b) => a - b),
    ground,
  );
  const names = groupNames(grouping, order, ground);
  const grouped = new Map<string, number[]>();
  for (const index of order) {
    const name = names(index);
    const own = grouped.get(name) ?? [];
    grouped.set(name, own);
    own.push(index);
  }
  // Clusters stand before what is in none.
  const sorted = [...grouped];
  if (grouping === 'cluster') sorted.sort(([, a], [, b]) => b.length - a.length);
  const groups: Grouping['groups'] = sorted.map(([name, members]) => ({
    name,
    classIds: members.map((index) => classes[index]!.id),
  }));
  const groupOf = new Int32Array(classes.length).fill(-1);
  sorted.forEach(([, members], group) => {
    for (const index of members) groupOf[index] = group;
  });
  if (seen.has(background)) {
    groupOf[background] = groups.length;
    groups.push({ name: classes[background]!.name, classIds: [classes[background]!.id], background: true });
  }
  return { groups, groupOf };
}

/** What a class does and with what; for names without both, the first word and the rest. */
export function verbAndNoun({ name }: Pick<RunClass, 'name'>, known: ActionClass | undefined): [string, string] {
  const [first = name, ...rest] = name.split(' ');
  return [known?.verb ?? first, known?.noun ?? (rest.join(' ') || name)];
}

/** Classes of one verb beside each other, verbs in the order of their first class. */
function byVerb(indices: readonly number[], ground: Ground): number[] {
  const verbs = new Map<string, number[]>();
  for (const index of indices) {
    const [verb] = partsOf(index, ground);
    const own = verbs.get(verb) ?? [];
    verbs.set(verb, own);
    own.push(index);
  }
  return [...verbs.values()].flat();
}

const partsOf = (index: number, { classes, known }: Ground): [string, string] =>
  verbAndNoun(classes[index]!, known.get(classes[index]!.id));

function groupNames(grouping: ConfusionGrouping, order: readonly number[], ground: Ground): (index: number) => string {
  const { classes, cells, actions } = ground;
  const ownName = (index: number) => classes[index]!.name;
  if (grouping === 'class') return ownName;
  if (grouping === 'verb') return (index) => partsOf(index, ground)[0];
  if (grouping === 'noun') return (index) => partsOf(index, ground)[1];
  if (grouping === 'task') {
    const tasks = tasksOfClasses(ground);
    return (index) => tasks.get(index) ?? 'no task';
  }
  const names = new Map<number, string>();
  for (const cluster of confusionClusters(cells, actions)) {
    const members = order.filter((index) => cluster.includes(index));
    const [first, second] = members.map(ownName);
    const name = members.length === 2 ? `${first}, ${second}` : `${first} and ${members.length - 1} more`;
    for (const index of members) names.set(index, name);
  }
  return (index) => names.get(index) ?? ownName(index);
}

/** The task of the videos in which most steps of a class are. */
function tasksOfClasses({ store, run }: Ground): Map<number, string> {
  const steps = new Map<number, Map<string, number>>();
  for (const { id, truth } of run.videos) {
    const { task } = store.video(id);
    if (task === undefined) continue;
    for (const label of truth) {
      const own = steps.get(label) ?? new Map<string, number>();
      steps.set(label, own.set(task, (own.get(task) ?? 0) + 1));
    }
  }
  return new Map(
    [...steps].map(([label, tasks]) => [label, [...tasks].reduce((most, one) => (one[1] > most[1] ? one : most))[0]]),
  );
}
