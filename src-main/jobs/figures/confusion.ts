import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import type { PanelData } from '../../common/figures/panelData';
import { confusionMatrix } from '../analysis/confusionMatrix';
import { classesOfVerbs, type Gathering } from './gather';

/** More rows than this cannot be read on paper. */
const most = 120;

/** The confusion matrix of the panel's first run. */
export async function confusion(
  { settings, verbs }: Extract<Panel, { kind: 'confusion' }>,
  [run]: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  if (!run) return { kind: 'empty', sentence: 'No run is chosen.' };
  const { split, grouping, cells } = settings;
  const matrix = await confusionMatrix(gathering.store, { run: run.id, split, grouping });
  const wanted = classesOfVerbs(verbs, gathering);
  const shown = [...matrix.groups.keys()].filter((index) => {
    const group = matrix.groups[index];
    return group && (wanted === null || group.background === true || group.classIds.some((id) => wanted.has(id)));
  });
  const rows = shown.filter((index) => (matrix.groups[index]?.steps ?? 0) > 0);
  if (rows.length === 0) return { kind: 'empty', sentence: `No step of these classes is labelled on ${split}.` };
  if (rows.length > most) {
    return { kind: 'empty', sentence: `${rows.length} rows are too many to read: choose verbs, or group by verb.` };
  }
  const counts = new Map(matrix.cells.map(([truth, predicted, steps]) => [`${truth} ${predicted}`, steps]));
  const name = (index: number) => matrix.groups[index]?.name ?? '';
  return {
    kind: 'matrix',
    rows: rows.map(name),
    columns: shown.map(name),
    counts: rows.map((row) => shown.map((column) => counts.get(`${row} ${column}`) ?? 0)),
    cells,
    rules: grouping === 'class' ? firstOfVerbs(shown.map(name)) : [],
  };
}

/** Where the first word changes. */
function firstOfVerbs(names: readonly string[]): number[] {
  const verb = (name: string | undefined) => name?.split(' ')[0];
  return names.flatMap((name, i) => (i > 0 && verb(name) !== verb(names[i - 1]) ? [i] : []));
}
