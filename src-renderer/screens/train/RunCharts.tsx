import { useCallback } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { Chart } from '../../charts/Chart';
import { Legend } from '../../charts/Legend';
import { type Line, lineOption } from '../../charts/lineChart';
import { formatCount, formatNumber, formatScore } from '../../ui/format';
import type { Tokens } from '../../ui/theme';
import { AddToFigures } from '../../components/AddToFigures';
import {
  type LossCurves,
  type Points,
  smoothing,
  type ValidationCurves,
} from '../../../src-main/common/learningCurves';

interface LossChartProps {
  run: RunSummary;
  curves: LossCurves;
  total: number;
  active: boolean;
}

const rankOf = (i: number) => Math.min(i, 3) as Line['rank'];

/** Losses over the updates, raw and smoothed, with checkpoints and what is yet to be trained. */
export function LossChart({ run, curves, total, active }: LossChartProps) {
  const { checkpoints, last } = curves;
  const lines = curves.curves.map(
    ({ name, raw, smoothed }, i): Line => ({ name, rank: rankOf(i), points: smoothed, raw }),
  );
  const xMax = Math.max(total, last, 1);
  const open = xMax > last ? `${formatCount(xMax - last, 'update')} ${active ? 'to come' : 'not trained'}` : '';
  const option = useCallback(
    (tokens: Tokens) =>
      lineOption(
        {
          lines: curves.curves.map(({ name, raw, smoothed }, i) => ({ name, rank: rankOf(i), points: smoothed, raw })),
          xMax,
          ticks: checkpoints,
          openFrom: last,
          openLabel: open,
          titleOf: (x) => `update ${formatNumber(x)}`,
          digits: 2,
        },
        tokens,
      ),
    [curves, xMax, checkpoints, last, open],
  );
  const ends = lines.map((line) => `${line.name} ${formatNumber(lastOf(line.points), 2)}`).join(', ');
  return (
    <Chart
      name="Loss"
      summary={`Loss of ${run.name} over ${formatNumber(last)} updates; smoothed, it stands at ${ends}.`}
      option={option}
      table={() => ({
        columns: ['update', ...lines.map((line) => line.name)],
        rows: (lines[0]?.raw ?? []).map(([x], i) => [x, ...lines.map((line) => line.raw?.[i]?.[1] ?? null)]),
      })}
    >
      <Legend lines={lines} />
      {checkpoints.length > 0 && (
        <span className="legend">
          <svg width={8} height={6} aria-hidden>
            <path d="M0 0h8L4 6z" fill="var(--tx3)" />
          </svg>
          checkpoint
        </span>
      )}
      <span className="wide-only hint">smoothing {smoothing}</span>
      <AddToFigures wish={() => ({ kind: 'curves', runs: [run.id] })} />
    </Chart>
  );
}

/** Scores on the validation split over the updates. */
export function ValidationChart({ run, curves, total }: { run: RunSummary; curves: ValidationCurves; total: number }) {
  const lines = curves.names.map(
    (name, i): Line => ({
      name,
      rank: rankOf(i),
      points: curves.points[name] ?? [],
      markers: true,
    }),
  );
  const option = useCallback(
    (tokens: Tokens) =>
      lineOption(
        {
          lines: curves.names.map((name, i) => ({
            name,
            rank: rankOf(i),
            points: curves.points[name] ?? [],
            markers: true,
          })),
          xMax: Math.max(total, 1),
          yMax: 100,
          titleOf: (x) => `update ${formatNumber(x)}`,
          digits: 1,
        },
        tokens,
      ),
    [curves, total],
  );
  const best = lines
    .map((line) => `${line.name} ${formatScore(Math.max(...line.points.map(([, y]) => y)))}`)
    .join(', ');
  return (
    <Chart
      name="Validation"
      summary={`Validation scores of ${run.name} in percent; best so far ${best}.`}
      option={option}
      table={() => ({
        columns: ['update', ...curves.names],
        rows: (lines[0]?.points ?? []).map(([x], i) => [x, ...lines.map((line) => line.points[i]?.[1] ?? null)]),
      })}
    >
      <Legend lines={lines} />
    </Chart>
  );
}

const lastOf = (points: Points) => points[points.length - 1]?.[1];
