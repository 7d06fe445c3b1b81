/**
 * The precision-recall curve over all pairs of a step and an action: is the step of the action or not, decided by a
 * threshold on its score, as scikit-learn's `precision_recall_curve` has it. float16 has 65,536 patterns, so scores are
 * counted and never sorted or held.
 */
const patterns = 65536;

export interface PrecisionRecall {
  /** Recall and precision at each distinct score of a positive, the highest first; 0 to 1. */
  points: [recall: number, precision: number][];
  /** Sum of gain in recall times precision, not interpolated; NaN without a positive. */
  averagePrecision: number;
}

/** How often each float16 score was given, and how often to what is true: curves need no list of all pairs. */
export class ScoreCounts {
  private readonly all = new Float64Array(patterns);
  private readonly positive = new Float64Array(patterns);

  /** @param bits the score's float16 pattern, not that of NaN */
  add(bits: number, isPositive: boolean): void {
    // Both zeros are one score.
    const order = bits & 0x8000 ? 0x8000 - (bits & 0x7fff) : 0x8000 + bits;
    this.all[order]!++;
    if (isPositive) this.positive[order]!++;
  }

  /** @param most points kept, evenly by recall; the sum is over all */
  curve(most = 400): PrecisionRecall {
    const total = this.positive.reduce((sum, count) => sum + count, 0);
    const points: PrecisionRecall['points'] = [];
    let [hits, seen, sum] = [0, 0, 0];
    for (let order = patterns - 1; order > 0; order--) {
      seen += this.all[order]!;
      const gained = this.positive[order]!;
      if (gained === 0) continue;
      hits += gained;
      sum += gained * (hits / seen);
      const last = points[points.length - 1];
      const [recall, precision] = [hits / total, hits / seen];
      if (!last || hits === total || recall - last[0] >= 1 / most) points.push([recall, precision]);
    }
    return { points, averagePrecision: sum / total };
  }
}
