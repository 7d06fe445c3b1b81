/**
 * Classes as the means of their decision features, under one covariance that all share: what distances to classes are
 * measured by, for the open set (Lee et al., NeurIPS 2018) and for classes known from a few examples only
 * (the nearest mean; Mensink et al., PAMI 2013). In the whitened space of `ClassMeans` the Mahalanobis
 * distance is the Euclidean one.
 */
export interface MeanClass {
  /** Whoever asks gives its own key back. */
  key: number;
  /** `[dim]`, whitened. */
  mean: Float64Array;
}

/** Sums from which means and covariance follow; rows come one at a time. */
export class FeatureSums {
  private readonly sums = new Map<number, { count: number; sum: Float64Array }>();
  /** Upper triangle of Σ x xᵀ, `[dim, dim]`. */
  private readonly products: Float64Array;
  private count = 0;

  constructor(private readonly dim: number) {
    this.products = new Float64Array(dim * dim);
  }

  /** @param row `[dim]` */
  add(key: number, row: Float32Array): void {
    const { dim, products } = this;
    const own = this.sums.get(key) ?? { count: 0, sum: new Float64Array(dim) };
    this.sums.set(key, own);
    own.count++;
    this.count++;
    for (let i = 0; i < dim; i++) {
      const value = row[i] as number;
      own.sum[i]! += value;
      for (let j = i, at = i * dim + i; j < dim; j++, at++) products[at]! += value * (row[j] as number);
    }
  }

  /**
   * @param shrinkage share of the mean variance in the covariance, so that it can be inverted where rows are few:
   *   (1 - s) Σ + s · tr(Σ) / dim · I
   */
  finish(shrinkage: number): ClassMeans {
    const { dim, products } = this;
    const means = [...this.sums].map(([key, { count, sum }]) => ({ key, count, mean: sum.map((v) => v / count) }));
    const covariance = products.map((value) => value / this.count);
    for (const { count, mean } of means) {
      for (let i = 0; i < dim; i++) {
        for (let j = i; j < dim; j++) covariance[i * dim + j]! -= (count / this.count) * mean[i]! * mean[j]!;
      }
    }
    let trace = 0;
    for (let i = 0; i < dim; i++) trace += covariance[i * dim + i]!;
    for (let i = 0; i < dim; i++) {
      for (let j = i; j < dim; j++) covariance[i * dim + j]! *= 1 - shrinkage;
      covariance[i * dim + i]! += (shrinkage * trace) / dim;
    }
    return new ClassMeans(dim, cholesky(covariance, dim), means);
  }
}

export class ClassMeans {
  readonly classes: MeanClass[];

  /** @param factor lower Cholesky factor of the covariance, `[dim, dim]` */
  constructor(
    private readonly dim: number,
    private readonly factor: Float64Array,
    private readonly means: readonly { key: number; mean: Float64Array }[],
  ) {
    this.classes = means.map(({ key, mean }) => ({ key, mean: this.whiten(mean) }));
  }

  /** The row in the space where the shared covariance is the identity: L⁻¹ x. */
  whiten(row: ArrayLike<number>): Float64Array {
    const { dim, factor } = this;
    const out = new Float64Array(dim);
    for (let i = 0; i < dim; i++) {
      let value = row[i] as number;
      for (let j = 0, at = i * dim; j < i; j++, at++) value -= factor[at]! * out[j]!;
      out[i] = value / factor[i * dim + i]!;
    }
    return out;
  }

  /** Squared Mahalanobis distance to the nearest class. @param row `[dim]`, not whitened */
  mahalanobisScore(row: Float32Array): number {
    return nearestMean(this.whiten(row), this.classes).distance;
  }

  /** 1 - the cosine to the most similar class mean. @param row `[dim]`, not whitened */
  cosineScore(row: Float32Array): number {
    return 1 - this.means.reduce((most, { mean }) => Math.max(most, cosine(row, mean)), -1);
  }
}

/** The class whose mean is nearest to a whitened row, the first of equals. */
export function nearestMean(row: Float64Array, classes: readonly MeanClass[]): { key: number; distance: number } {
  const nearest = { key: -1, distance: Infinity };
  for (const { key, mean } of classes) {
    let distance = 0;
    for (let i = 0; i < row.length; i++) distance += (row[i]! - mean[i]!) ** 2;
    if (distance < nearest.distance) Object.assign(nearest, { key, distance });
  }
  return nearest;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    left += a[i]! ** 2;
    right += b[i]! ** 2;
  }
  return left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0;
}

/** Lower factor L with L Lᵀ = A. @param a `[dim, dim]`, its upper triangle; positive definite */
function cholesky(a: Float64Array, dim: number): Float64Array {
  const factor = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let value = a[j * dim + i]!;
      for (let k = 0; k < j; k++) value -= factor[i * dim + k]! * factor[j * dim + k]!;
      factor[i * dim + j] = i === j ? Math.sqrt(value) : value / factor[j * dim + j]!;
    }
  }
  return factor;
}
