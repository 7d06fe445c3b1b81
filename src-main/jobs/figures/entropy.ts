import type { RunDiversity } from '../../common/domain/diversity';
import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import { evidence, isThin } from '../../common/domain/evidence';
import type { PanelData } from '../../common/figures/panelData';
import { diversityReport } from '../analysis/diversityReport';
import { classFilter } from './filters';
import type { Gathering } from './gathering';

const unit = 'entropy of wrong labels, nats';

/** Misclassification diversity of runs: all classes as dots, or each with its interval. */
export async function entropy(
  panel: Extract<Panel, { kind: 'entropy' }>,
  runs: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  if (runs.length === 0) return { kind: 'empty', sentence: 'No run is chosen.' };
  const { settings } = panel;
  const report = await diversityReport(gathering.store, {
    runs: runs.map(({ id }) => id),
    split: settings.split,
    countBackground: settings.background,
  });
  const passes = classFilter(panel, gathering, report.tasks);
  const names = new Map(gathering.store.taxonomy.classes.map(({ id, name }) => [id, name]));
  const classesOf = (run: RunDiversity | undefined) => (run?.classes ?? []).filter(({ classId }) => passes(classId));
  const classNameOf = (id: number) => report.tasks?.[id] ?? names.get(id) ?? `class ${id}`;
  const nameOf = (run: RunDiversity) => runs.find(({ id }) => id === run.run)?.name ?? run.run;
  if (!report.runs.some((run) => classesOf(run).some((one) => one.entropy))) {
    return {
      kind: 'empty',
      sentence: `No step of these actions is called another${settings.background ? ', or none' : ''}.`,
    };
  }
  if (settings.show === 'distribution') {
    return {
      kind: 'distribution',
      title: `${unit}; line: mean`,
      groups: report.runs.map((run) => {
        const values = classesOf(run).flatMap(({ classId, entropy: found }) =>
          found ? [{ name: classNameOf(classId), value: found.value }] : [],
        );
        const mean = values.length === 0 ? null : values.reduce((sum, { value }) => sum + value, 0) / values.length;
        return { name: nameOf(run), values, mean };
      }),
    };
  }
  const [first] = report.runs;
  return {
    kind: 'intervals',
    title: unit,
    series: report.runs.map(nameOf),
    groups: classesOf(first)
      .map(({ classId }) => ({
        name: classNameOf(classId),
        values: report.runs.map((run) => run.classes.find((one) => one.classId === classId)?.entropy ?? null),
      }))
      .filter(({ values }) => values.some((value) => value !== null)),
    digits: 2,
    style: 'bars',
    thin: isThin(report.videos.length),
    note: `Intervals: ${evidence(report.videos.length)}.`,
  };
}
