/** Rows `[n, dim]` as directions, and how near they are. */

/** Rows of length 1; zero rows stay. */
export function unitRows(rows: Float32Array, dim: number): Float32Array {
  const out = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += dim) {
    const row = rows.subarray(start, start + dim);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let k = 0; k < dim; k++) out[start + k] = (row[k] as number) / length;
  }
  return out;
}

/** Products of a vector with each row: cosines where all have length 1. */
export function rowProducts(vector: Float32Array, rows: Float32Array): Float32Array {
  const dim = vector.length;
  const out = new Float32Array(rows.length / dim);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += (vector[k] as number) * (rows[i * dim + k] as number);
    out[i] = sum;
  }
  return out;
}
