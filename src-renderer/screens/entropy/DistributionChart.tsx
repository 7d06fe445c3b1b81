import { useCallback, useMemo } from 'react';
import { Chart } from '../../charts/Chart';
import { type Line, lineOption } from '../../charts/lineChart';
import { formatNumber } from '../../ui/format';
import type { Tokens } from '../../ui/theme';
import { binStep, outline } from './distribution';
import type { EntropyRow } from '../../components/entropyRows';

/** Shares of the classes by entropy, one run over the other. */
export function DistributionChart({ rows, names }: { rows: readonly EntropyRow[]; names: readonly string[] }) {
  const values = useMemo(
    () => names.map((_, i) => rows.flatMap((row) => row.runs[i]?.entropy?.value ?? [])),
    [rows, names],
  );
  const step = binStep(values.flat());
  const lines = useMemo(
    () => names.map((name, i): Line => ({ name, rank: i === 0 ? 0 : 1, points: outline(values[i]!, step) })),
    [names, values, step],
  );
  const option = useCallback(
    (tokens: Tokens) =>
      lineOption(
        {
          lines,
          xMax: Math.max(step, ...lines.flatMap(({ points }) => points.map(([x]) => x))),
          ...(lines.some(({ points }) => points.some(([, share]) => share > 80)) && { yMax: 100 }),
          xName: 'entropy, nats; % of classes',
          xDigits: 1,
          titleOf: (x) => `from ${formatNumber(x, 2)} nats`,
          digits: 0,
        },
        tokens,
      ),
    [lines, step],
  );
  return (
    <Chart
      name="Distribution"
      summary={`Shares of classes by entropy in bins of ${formatNumber(step, 2)} nats, of ${names.join(' and ')}.`}
      option={option}
      table={() => ({
        columns: ['run', 'from, nats', 'classes, %'],
        rows: lines.flatMap(({ name, points }) =>
          points.slice(1, -1).flatMap(([x, share], i) => (i % 2 === 0 ? [[name, x, share]] : [])),
        ),
      })}
    />
  );
}
