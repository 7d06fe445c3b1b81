import type { NumberTable } from '../csv';
import type { PanelData } from './panelData';

/** The numbers behind a panel, one record a row, with full precision. */
export function numbersOf(data: PanelData): NumberTable {
  switch (data.kind) {
    case 'timeline':
      return {
        columns: ['lane', 'start', 'end', 'class id', 'wrong', 'verdict'],
        rows: data.lanes.flatMap(({ name, segments }) =>
          (segments ?? []).map(({ start, end, classId, wrong, verdict = '' }) => [
            name,
            start,
            end,
            classId,
            wrong ? 1 : 0,
            verdict,
          ]),
        ),
      };
    case 'intervals':
      return {
        columns: ['group', 'series', 'value', 'low', 'high'],
        rows: data.groups.flatMap(({ name, values }) =>
          values.map((value, i) => [
            name,
            data.series[i] ?? '',
            value?.value ?? null,
            value?.low ?? null,
            value?.high ?? null,
          ]),
        ),
      };
    case 'curves':
      return {
        columns: ['line', data.xTitle, data.yTitle],
        rows: data.lines.flatMap(({ name, points }) => points.map(([x, y]) => [name, x, y])),
      };
    case 'distribution':
      return {
        columns: ['group', 'name', 'value'],
        rows: data.groups.flatMap(({ name, values }) => values.map((one) => [name, one.name, one.value])),
      };
    case 'matrix':
      return {
        columns: ['truth', ...data.columns],
        rows: data.rows.map((name, row) => [name, ...(data.counts[row] ?? [])]),
      };
    case 'scatter':
      return {
        columns: ['map', 'x', 'y', data.tasks ? 'task' : 'class id'],
        rows: data.maps.flatMap(({ name, points }) =>
          points.map(({ x, y, classId }) => [name, x, y, data.tasks ? (data.tasks[classId] ?? '') : classId]),
        ),
      };
    case 'overlap':
      return {
        columns: ['run', 'truth', 'predicted', data.xTitle, data.yTitle, 'correlation', 'low', 'high'],
        rows: data.runs.flatMap(({ name, pairs, correlation }) => {
          const { value = null, low = null, high = null } = correlation ?? {};
          return pairs.map(({ truth, predicted, likeness, share }) => [
            name,
            truth,
            predicted,
            likeness,
            share,
            value,
            low,
            high,
          ]);
        }),
      };
    case 'table':
      return { columns: data.head, rows: data.rows.map((row) => row.map(plain)) };
    case 'empty':
      return { columns: ['note'], rows: [[data.sentence]] };
  }
}

/** A cell as programs read it: with a hyphen for the minus sign, nothing where nothing is known. */
const plain = (cell: string) => (cell === '—' ? null : cell.replace(/^−(?=[\d.]+$)/, '-'));
