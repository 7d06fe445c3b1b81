import { expect, it } from 'vitest';
import { principalComponents, projected } from '../../../../src-main/analysis/embedding/principalComponents';
import { Rng } from '../../../../src-main/common/rng';

/** Rows whose axes and deviations along them are known: a turned box. */
function turnedBox(count: number, deviations: readonly number[]) {
  const dim = deviations.length;
  const rng = new Rng(4);
  // Householder's reflection at a fixed vector is orthogonal, and its own inverse.
  const v = deviations.map((_, d) => Math.sin(d + 1));
  const length = v.reduce((sum, x) => sum + x * x, 0);
  const axis = (i: number) => v.map((x, d) => (d === i ? 1 : 0) - (2 * x * (v[i] as number)) / length);
  const axes = deviations.map((_, i) => axis(i));
  const values = new Float32Array(count * dim);
  for (let row = 0; row < count; row++) {
    const along = deviations.map((deviation) => deviation * rng.normal());
    for (let d = 0; d < dim; d++)
      values[row * dim + d] = 5 + along.reduce((sum, a, i) => sum + a * (axes[i]?.[d] as number), 0);
  }
  return { rows: { values, count, dim }, axes };
}

it('finds the axes of a turned box, the longest first, and projects on them', () => {
  const { rows, axes } = turnedBox(3000, [1, 6, 3, 0.5, 0.2]);
  const components = principalComponents(rows, 3, 0);
  [1, 2, 0].forEach((axis, c) => {
    const found = components.axes.subarray(5 * c, 5 * (c + 1));
    const cosine = found.reduce((sum, value, d) => sum + value * (axes[axis]?.[d] as number), 0);
    expect(Math.abs(cosine)).toBeGreaterThan(0.995);
  });
  expect(Math.sqrt(components.variances[0] as number)).toBeCloseTo(6, 0);
  const { values } = projected(rows, components);
  const variance = (c: number) => {
    const column = values.filter((_, at) => at % 3 === c);
    return column.reduce((sum, value) => sum + value * value, 0) / (column.length - 1);
  };
  [0, 1, 2].forEach((c) => expect(variance(c)).toBeCloseTo(components.variances[c] as number, 2));
});

it('gives as many components as rows and columns allow, and none of rows that are all alike', () => {
  const { rows } = turnedBox(4, [1, 2, 3, 4, 5]);
  expect(principalComponents(rows, 50, 0).variances).toHaveLength(4);
  const alike = { values: new Float32Array(30).fill(2), count: 10, dim: 3 };
  for (const value of projected(alike, principalComponents(alike, 2, 0)).values) expect(value).toBeCloseTo(0, 12);
});
