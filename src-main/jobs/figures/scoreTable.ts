import type { PanelSettings } from '../../common/domain/panelSettings';
import type { Report } from '../../common/domain/report';
import type { Run } from '../../common/domain/run';
import type { PanelData } from '../../common/figures/panelData';
import { numberText } from '../../common/figures/axis';
import { readReport } from '../reports';
import type { Gathering } from './gathering';

/** The headline scores of runs, a row each. */
export async function scoreTable(
  settings: PanelSettings<'table'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const found = await Promise.all(
    runs.map(async (run) => ({ run, report: await readReport(store.dir, run.id, settings.split) })),
  );
  const evaluated = found.flatMap(({ run, report }) => (report ? [{ run, report }] : []));
  if (evaluated.length === 0) return { kind: 'empty', sentence: `None of the runs is evaluated on ${settings.split}.` };
  const known = columns.filter(({ of }) => evaluated.some(({ report }) => typeof of(report) === 'number'));
  const cell = (value: number | null | undefined, digits: number) =>
    typeof value === 'number' ? numberText(value, digits) : '—';
  return {
    kind: 'table',
    head: ['', ...known.map(({ title }) => title)],
    rows: evaluated.map(({ run, report }) => [
      run.name,
      ...known.map(({ of, digits = 1 }) => cell(of(report), digits)),
    ]),
    notes: [],
  };
}

/** Those that no run has are left out: of clips there are no segments, of labels alone no average precision. */
const columns: readonly { title: string; of: (report: Report) => number | null | undefined; digits?: number }[] = [
  { title: 'S-F1', of: (report) => report.segmentF1[0]?.micro },
  { title: 'S-F1 macro', of: (report) => report.segmentF1[0]?.macro },
  { title: 'P-F1', of: (report) => report.pointF1[0]?.start },
  { title: 'Accuracy', of: (report) => report.frameAccuracy },
  { title: 'mAP', of: (report) => report.meanAveragePrecision },
  { title: 'Top-1', of: (report) => report.topOne },
  { title: 'Class mean', of: (report) => report.topOneClassMean },
  { title: 'Steps/s', of: (report) => report.stepsPerSecond, digits: 0 },
];
