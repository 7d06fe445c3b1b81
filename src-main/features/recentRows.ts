/** The newest rows of a feature track that grows without end, in memory that does not. */
export class RecentRows {
  private readonly rows: Float32Array;
  private count = 0;

  /** @param capacity rows that are kept */
  constructor(
    private readonly capacity: number,
    private readonly dim: number,
  ) {
    this.rows = new Float32Array(capacity * dim);
  }

  /** Adds the row of the next step `[dim]`. @returns the step */
  push(row: Float32Array): number {
    this.rows.set(row, (this.count % this.capacity) * this.dim);
    return this.count++;
  }

  /** Rows of these steps `[steps.length, dim]`, each among the newest `capacity`. */
  pick(steps: Int32Array): Float32Array {
    const { rows, capacity, dim, count } = this;
    const out = new Float32Array(steps.length * dim);
    steps.forEach((step, i) => {
      if (step >= count || step < count - capacity) throw new Error(`internal: step ${step} of ${count} is not kept`);
      const from = (step % capacity) * dim;
      out.set(rows.subarray(from, from + dim), i * dim);
    });
    return out;
  }
}
