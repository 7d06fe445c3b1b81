import { expect, it } from 'vitest';
import { type Column, comparerOf, copyText, textOf } from '../../../../src-renderer/tables/column';
import { targetOf } from '../../../../src-renderer/tables/useTableKeys';

interface Row {
  name: string;
  score: number | null;
}
const columns: Column<Row>[] = [
  { id: 'name', title: 'Run', width: 100, value: (row) => row.name },
  {
    id: 'score',
    title: 'S-F1',
    width: 60,
    numeric: true,
    value: (row) => row.score,
    text: (row) => (row.score ?? 0).toFixed(1),
  },
];

it('sorting counts digits as numbers and puts what is missing last when descending', () => {
  const rows = ['run-10', 'run-9', 'Run-1', 'RUN-9'].map((name) => ({ name, score: null }));
  const [byName, byScore] = columns.map((column) => comparerOf(column, rows));
  expect(rows.map(({ name }) => name).sort(byName)).toEqual(['Run-1', 'run-9', 'RUN-9', 'run-10']);
  expect([byName?.('run-9', 'RUN-9'), byName?.(null, 'Run-1')]).toEqual([0, Number.NEGATIVE_INFINITY]);
  expect([3, null, 7].sort((a, b) => byScore?.(b, a) ?? 0)).toEqual([7, 3, null]);
});

it('copying gives full values with a head line', () => {
  expect(
    copyText(
      [
        { name: 'a', score: 87.654 },
        { name: 'b', score: null },
      ],
      columns,
    ),
  ).toBe('Run\tS-F1\na\t87.654\nb\t');
  expect(textOf(columns[1]!, { name: 'a', score: 87.654 })).toBe('87.7');
  expect(textOf(columns[0]!, { name: 'a', score: 1 })).toBe('a');
});

it('keys lead to rows and stay inside the table', () => {
  expect([
    targetOf('ArrowDown', 4, 5),
    targetOf('ArrowUp', 0, 5),
    targetOf('End', 0, 5),
    targetOf('PageDown', 0, 5),
  ]).toEqual([4, 0, 4, 4]);
  expect(targetOf('Home', 3, 5)).toBe(0);
  expect(targetOf('x', 3, 5)).toBeNull();
});
