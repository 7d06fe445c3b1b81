import type { ConfusionGroup } from '../../common/domain/confusions';
import type { Panel } from '../../common/domain/figure';
import { type Run, taskNames } from '../../common/domain/run';
import type { PanelData } from '../../common/figures/panelData';
import { confusionMatrix } from '../analysis/confusionMatrix';
import { classFilter } from './filters';
import type { Gathering } from './gathering';

/** More rows than this cannot be read on paper. */
const most = 120;

/** The confusion matrix of the panel's first run. */
export async function confusion(
  panel: Extract<Panel, { kind: 'confusion' }>,
  [run]: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  if (!run) return { kind: 'empty', sentence: 'No run is chosen.' };
  const { split, grouping, cells } = panel.settings;
  const matrix = await confusionMatrix(gathering.store, { run: run.id, split, grouping });
  const { verbs, nouns, classes, predicted } = panel;
  const groupsOf = (ids: readonly number[]) => {
    const passes = classFilter({ verbs, nouns, classes: ids }, gathering, taskNames(run));
    const kept = (group: ConfusionGroup) => group.classIds.some(passes) || (group.background && ids.length === 0);
    return matrix.groups.flatMap((group, index) => (kept(group) ? [index] : []));
  };
  // Columns follow the rows, unless they are chosen by themselves.
  const columns = groupsOf(predicted.length > 0 ? predicted : classes);
  const rows = groupsOf(classes).filter((index) => (matrix.groups[index]?.steps ?? 0) > 0);
  if (rows.length === 0) return { kind: 'empty', sentence: `No step of these classes is labelled on ${split}.` };
  if (rows.length > most) {
    return { kind: 'empty', sentence: `${rows.length} rows are too many to read: choose verbs, or group by verb.` };
  }
  const found = new Map(matrix.cells.map(([truth, label, steps]) => [`${truth} ${label}`, steps]));
  const counts = rows.map((row) => columns.map((column) => found.get(`${row} ${column}`) ?? 0));
  const totals = rows.map((row) => matrix.groups[row]?.steps ?? 0);
  const others = totals.map((total, i) => total - counts[i]!.reduce((sum, steps) => sum + steps, 0));
  const left = others.some((steps) => steps > 0);
  const names = (indices: readonly number[]) => indices.map((index) => matrix.groups[index]?.name ?? '');
  const rulesOf = (indices: readonly number[]) => (grouping === 'class' ? firstOfVerbs(names(indices)) : []);
  return {
    kind: 'matrix',
    rows: names(rows),
    columns: [...names(columns), ...(left ? ['others'] : [])],
    counts: counts.map((row, i) => (left ? [...row, others[i]!] : row)),
    cells,
    rules: { rows: rulesOf(rows), columns: [...rulesOf(columns), ...(left ? [columns.length] : [])] },
  };
}

/** Where the first word changes. */
function firstOfVerbs(names: readonly string[]): number[] {
  const verb = (name: string | undefined) => name?.split(' ')[0];
  return names.flatMap((name, i) => (i > 0 && verb(name) !== verb(names[i - 1]) ? [i] : []));
}
