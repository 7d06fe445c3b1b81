import type { ClassDiversity, DiversityReport } from '../../src-main/common/domain/diversity';
import type { ActionClass } from '../../src-main/common/domain/taxonomy';

/** A class with what each run makes of it. */
export interface EntropyRow {
  classId: number;
  name: string;
  /** True steps. */
  steps: number;
  /** In the order of the report's runs; null where a run's truth has no step of the class. */
  runs: (ClassDiversity | null)[];
  /** Of the second run less that of the first; null without both. */
  difference: number | null;
}

export type EntropySort = 'entropy' | 'name' | 'errors';

/** Classes with a wrong step in some run. `entropy`: by the first less the second run's, or by the only run's. */
export function entropyRows(
  { runs, tasks }: DiversityReport,
  classes: readonly Pick<ActionClass, 'id' | 'name'>[],
  sort: EntropySort,
): EntropyRow[] {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const byRun = runs.map((run) => new Map(run.classes.map((entry) => [entry.classId, entry])));
  const ids = [...new Set(runs.flatMap((run) => run.classes.map(({ classId }) => classId)))];
  const rows = ids.map((classId): EntropyRow => {
    const own = byRun.map((entries) => entries.get(classId) ?? null);
    const [first, second] = own.map((entry) => entry?.entropy?.value);
    return {
      classId,
      name: tasks?.[classId] ?? names.get(classId) ?? `class ${classId}`,
      steps: Math.max(...own.map((entry) => entry?.steps ?? 0)),
      runs: own,
      difference: first === undefined || second === undefined ? null : second - first,
    };
  });
  return rows.filter((row) => row.runs.some((entry) => entry?.entropy)).sort(orders[sort]);
}

const errors = ({ runs }: EntropyRow) => runs.reduce((sum, entry) => sum + (entry?.errors ?? 0), 0);
const firstLess = ({ runs }: EntropyRow) => {
  const values = runs.map((entry) => entry?.entropy?.value ?? 0);
  return values[0]! - (values[1] ?? 0);
};

const orders: Record<EntropySort, (a: EntropyRow, b: EntropyRow) => number> = {
  entropy: (a, b) => firstLess(b) - firstLess(a),
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
  errors: (a, b) => errors(b) - errors(a),
};
