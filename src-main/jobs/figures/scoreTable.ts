import type { PanelSettings } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import type { PanelData } from '../../common/figures/panelData';
import { numberText } from '../../common/figures/axis';
import { readReport } from '../reports';
import type { Gathering } from './gather';

/** The headline scores of runs, a row each. */
export async function scoreTable(
  settings: PanelSettings<'table'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const found = await Promise.all(
    runs.map(async (run) => ({ run, report: await readReport(store.dir, run.id, settings.split) })),
  );
  const rows = found.flatMap(({ run, report }) => {
    if (!report) return [];
    const cell = (value: number | null | undefined, digits = 1) =>
      typeof value === 'number' ? numberText(value, digits) : '—';
    const [segment, point] = [report.segmentF1[0], report.pointF1[0]];
    return [
      [
        run.name,
        ...[segment?.micro, segment?.macro, point?.start, report.frameAccuracy, report.meanAveragePrecision].map((v) =>
          cell(v),
        ),
        cell(report.stepsPerSecond, 0),
      ],
    ];
  });
  if (rows.length === 0) return { kind: 'empty', sentence: `None of the runs is evaluated on ${settings.split}.` };
  return {
    kind: 'table',
    head: ['', 'S-F1', 'S-F1 macro', 'P-F1', 'Accuracy', 'mAP', 'Steps/s'],
    rows,
    notes: [],
  };
}
