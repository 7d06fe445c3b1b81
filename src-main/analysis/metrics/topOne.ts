import { percentOrNull } from './evaluation';

/**
 * Share of predictions that name the true class, in percent, and its mean over the classes that occur in the
 * truth. Null where there are none.
 * @param truth class index of each clip, @param predicted the one named for it
 */
export function topOne(
  truth: readonly number[],
  predicted: readonly number[],
): { accuracy: number | null; classMean: number | null } {
  const counts = new Map<number, { right: number; all: number }>();
  truth.forEach((label, i) => {
    const count = counts.get(label) ?? { right: 0, all: 0 };
    counts.set(label, { right: count.right + (predicted[i] === label ? 1 : 0), all: count.all + 1 });
  });
  const classes = [...counts.values()];
  const right = classes.reduce((sum, count) => sum + count.right, 0);
  const shares = classes.reduce((sum, count) => sum + count.right / count.all, 0);
  return {
    accuracy: percentOrNull((100 * right) / truth.length),
    classMean: percentOrNull((100 * shares) / classes.length),
  };
}
