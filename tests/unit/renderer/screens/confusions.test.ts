import { describe, expect, it } from 'vitest';
import type { DiversityReport } from '../../../../src-main/common/domain/diversity';
import { entropyRows } from '../../../../src-renderer/components/entropyRows';
import {
  cellAt,
  cellSize,
  framed,
  margin,
  type MatrixView,
  panned,
  revealed,
  toX,
  toY,
  zoomed,
} from '../../../../src-renderer/screens/errors/matrixView';

const view = (groups: number): MatrixView => ({ groups, width: 512, height: 484, x: 0, y: 0, zoom: null });

describe('the view of a matrix', () => {
  it('shows all of it at first, thousands of classes too, and few not too large', () => {
    expect(cellSize(view(40))).toBe(10);
    expect(cellSize(view(4000))).toBeCloseTo(0.1, 10);
    expect(cellSize(view(3))).toBe(32);
  });

  it('finds the cell under a point, and none on names or outside', () => {
    expect(cellAt(view(40), margin.left + 25, margin.top + 5)).toEqual({ row: 0, column: 2 });
    expect(cellAt(view(40), margin.left - 1, margin.top + 5)).toBeNull();
    expect(cellAt(view(3), margin.left + 97, margin.top + 5)).toBeNull();
  });

  it('keeps what is under the pointer while it zooms', () => {
    const [x, y] = [margin.left + 205, margin.top + 105];
    const near = zoomed(view(400), x, y, 8);
    expect(cellSize(near)).toBeCloseTo(8, 10);
    expect(cellAt(near, x, y)).toEqual(cellAt(view(400), x, y));
    expect(zoomed(near, x, y, 1 / 100)).toMatchObject({ zoom: null, x: 0, y: 0 });
  });

  it('moves no further than the matrix goes', () => {
    const near = zoomed(view(400), margin.left, margin.top, 8);
    expect(panned(near, -50, 16)).toMatchObject({ x: 0, y: 2 });
    expect(panned(near, 1e6, 0).x).toBe(350);
  });

  it('is moved to a cell that keys lead to, and framed on a group that is opened', () => {
    const near = zoomed(view(400), margin.left, margin.top, 8);
    const moved = revealed(near, 100, 60);
    expect(toX(moved, 61)).toBeCloseTo(view(400).width - margin.right, 8);
    expect(toY(moved, 101)).toBeCloseTo(view(400).height - margin.bottom, 8);
    const group = framed(view(400), 100, 120);
    expect([toX(group, 100), toY(group, 100), cellSize(group)]).toEqual([margin.left, margin.top, 20]);
  });
});

describe('rows of the Entropy screen', () => {
  const entry = (classId: number, errors: number, value: number | null) => ({
    classId,
    steps: 10,
    errors,
    toBackground: 0,
    videos: 2,
    entropy: value === null ? null : { value, low: value, high: value },
    labels: [],
  });
  const run = (id: string, classes: ReturnType<typeof entry>[]) => ({
    run: id,
    mean: null,
    weighted: null,
    backgroundShare: null,
    classes,
    difference: null,
  });
  const report: DiversityReport = {
    split: 'test',
    videos: ['a', 'b'],
    unit: 'step',
    notes: [],
    countBackground: false,
    runs: [
      run('gen', [entry(1, 5, 0.5), entry(2, 1, 1.5), entry(3, 0, null)]),
      run('disc', [entry(1, 9, 1), entry(2, 1, 0.25), entry(3, 0, null)]),
    ],
  };
  const classes = [1, 2, 3].map((id) => ({ id, name: `class ${9 - id}` }));
  const order = (sort: Parameters<typeof entropyRows>[2]) =>
    entropyRows(report, classes, sort).map((row) => row.classId);

  it('are the classes that err, by difference, name or errors', () => {
    expect(order('entropy')).toEqual([2, 1]);
    expect(order('name')).toEqual([2, 1]);
    expect(order('errors')).toEqual([1, 2]);
    expect(entropyRows(report, classes, 'entropy').map((row) => row.difference)).toEqual([-1.25, 0.5]);
  });
});
