/**
 * Latencies of a stream without end: counted by their logarithm, so that quantiles are right to 1 % in little memory.
 */
export class LatencyCounts {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(milliseconds: number): void {
    const bin = Math.round(Math.log(Math.max(milliseconds, 1e-3)) / binWidth);
    this.counts.set(bin, (this.counts.get(bin) ?? 0) + 1);
    this.total++;
  }

  /** The smallest latency that this share of all does not exceed, in milliseconds; null where there is none. */
  quantile(share: number): number | null {
    let below = 0;
    for (const [bin, count] of [...this.counts].sort(([a], [b]) => a - b)) {
      below += count;
      if (below >= share * this.total) return Math.exp(bin * binWidth);
    }
    return null;
  }
}

const binWidth = Math.log(1.02);
