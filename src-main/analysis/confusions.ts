/**
 * Which label was given to which true class, counted in steps. Thousands of classes make millions of cells of which few
 * are filled, so only those are kept; rows are true classes, columns the labels given, the background is a column like
 * any other.
 */
export interface StepLabels {
  /** `[steps]` class indices. */
  truth: Int32Array;
  predicted: Int32Array;
  /** `[steps]` 1 where a step counts: reviewed, its truth neither ambiguous nor set aside. */
  scored: Uint8Array;
}

export interface ConfusionCell {
  truth: number;
  predicted: number;
  /** More than 0. */
  steps: number;
}

/** Class indices fit into 2^24, so that a cell's key is a whole number. */
const column = 2 ** 24;

/** The filled cells of one video, by true class, then by label. */
export function confusionCells({ truth, predicted, scored }: StepLabels): ConfusionCell[] {
  const counts = new Map<number, number>();
  let [last, steps] = [-1, 0];
  const count = () => steps > 0 && counts.set(last, (counts.get(last) ?? 0) + steps);
  for (let k = 0; k < truth.length; k++) {
    if (!scored[k]) continue;
    const key = truth[k]! * column + predicted[k]!;
    // Steps behind each other are mostly of one cell, and a map is slow.
    if (key === last) steps++;
    else {
      count();
      [last, steps] = [key, 1];
    }
  }
  count();
  return sortedCells(counts);
}

/** The cells of several videos together. */
export function sumCells(videos: readonly (readonly ConfusionCell[])[]): ConfusionCell[] {
  return regrouped(videos, (index) => index);
}

/**
 * The cells of groups of classes, such as verbs: a step whose label is another class of its
 * own group is on the diagonal.
 * @param groupOf `[classes]` group index of each class
 */
export function groupCells(cells: readonly ConfusionCell[], groupOf: ArrayLike<number>): ConfusionCell[] {
  return regrouped([cells], (index) => groupOf[index]!);
}

function regrouped(
  videos: readonly (readonly ConfusionCell[])[],
  groupOf: (classIndex: number) => number,
): ConfusionCell[] {
  const counts = new Map<number, number>();
  for (const cells of videos) {
    for (const { truth, predicted, steps } of cells) {
      const key = groupOf(truth) * column + groupOf(predicted);
      counts.set(key, (counts.get(key) ?? 0) + steps);
    }
  }
  return sortedCells(counts);
}

function sortedCells(counts: ReadonlyMap<number, number>): ConfusionCell[] {
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, steps]) => ({ truth: Math.floor(key / column), predicted: key % column, steps }));
}

/** Steps of each true class. @param classes how many there are */
export function trueSteps(cells: readonly ConfusionCell[], classes: number): Float64Array {
  const steps = new Float64Array(classes);
  for (const cell of cells) steps[cell.truth]! += cell.steps;
  return steps;
}

export interface ConfusedPair extends ConfusionCell {
  /** Of the true class's steps, 0 to 1. */
  share: number;
}

/**
 * Actions taken for other actions, the most steps first, then the largest share.
 * @param actions `[classes]` 1 for an action
 */
export function confusedPairs(cells: readonly ConfusionCell[], actions: Uint8Array): ConfusedPair[] {
  const total = trueSteps(cells, actions.length);
  return cells
    .filter(({ truth, predicted }) => truth !== predicted && actions[truth] && actions[predicted])
    .map((cell) => ({ ...cell, share: cell.steps / total[cell.truth]! }))
    .sort((a, b) => b.steps - a.steps || b.share - a.share);
}

/** A stretch of steps of one true class that all have one label; half-open. */
export interface ConfusedMoment {
  start: number;
  end: number;
  truth: number;
  predicted: number;
}

/** Maximal stretches of a video where truth and label stay the same and differ. */
export function confusedMoments({ truth, predicted, scored }: StepLabels): ConfusedMoment[] {
  const moments: ConfusedMoment[] = [];
  for (let k = 0; k < truth.length; k++) {
    const [t, p] = [truth[k]!, predicted[k]!];
    if (!scored[k] || t === p) continue;
    const last = moments[moments.length - 1];
    if (last?.end === k && last.truth === t && last.predicted === p) last.end = k + 1;
    else moments.push({ start: k, end: k + 1, truth: t, predicted: p });
  }
  return moments;
}
