import { type ReactNode, useCallback } from 'react';
import type { DiversityReport } from '../../src-main/common/domain/diversity';
import { evidence, isThin } from '../../src-main/common/domain/evidence';
import { barOption } from '../charts/barChart';
import { Chart } from '../charts/Chart';
import { formatNumber } from '../ui/format';
import type { Tokens } from '../ui/theme';
import type { EntropyRow } from './entropyRows';

interface EntropyChartProps {
  report: DiversityReport;
  rows: readonly EntropyRow[];
  /** Of the report's runs. */
  names: readonly string[];
  chosen: number | null;
  onChoose: (classId: number) => void;
  sort: ReactNode;
}

export function EntropyChart({ report, rows, names, chosen, onChoose, sort }: EntropyChartProps) {
  const option = useCallback(
    (tokens: Tokens) => {
      const selected = rows.findIndex(({ classId }) => classId === chosen);
      return barOption(
        {
          categories: rows.map(({ name }) => name),
          runs: report.runs.map((run, i) => ({
            name: names[i]!,
            values: rows.map((row) => row.runs[i]?.entropy ?? null),
            mean: run.mean?.value ?? null,
          })),
          selected: selected < 0 ? null : selected,
          thin: isThin(report.videos.length),
          digits: 2,
        },
        tokens,
      );
    },
    [report, rows, names, chosen],
  );
  const means = report.runs.map(({ mean }, i) => `${names[i]} ${formatNumber(mean?.value, 2)}`).join(', ');
  return (
    <Chart
      name="Misclassification diversity"
      summary={`Entropy of the wrong labels of ${rows.length} classes in nats; mean ${means}.`}
      option={option}
      onPick={(index) => rows[index] && onChoose(rows[index].classId)}
      table={() => ({
        columns: [
          'class',
          `${report.unit}s`,
          ...names.flatMap((name) => [`${name} errors`, `${name} entropy`, 'low', 'high']),
        ],
        rows: rows.map((row) => [
          row.name,
          row.steps,
          ...row.runs.flatMap((entry) => [
            entry?.errors ?? null,
            entry?.entropy?.value ?? null,
            entry?.entropy?.low ?? null,
            entry?.entropy?.high ?? null,
          ]),
        ]),
      })}
    >
      <span className="hint ellipsis wide-only">{conditions(report)}</span>
      {sort}
    </Chart>
  );
}

/** What the numbers are, and what the whiskers. */
function conditions({ videos }: DiversityReport): string {
  return `entropy of wrong labels per true class, nats; whiskers ${evidence(videos.length)}`;
}
