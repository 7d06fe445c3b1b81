import type { VideoWeights, WeightedScore } from '../bootstrap';
import type { ConfusionCell } from '../confusions';

/**
 * Cohen's kappa (Cohen 1960) of two people's labels of the same frames: (p - e) / (1 - e), where p is the share of frames
 * with one label and e the share that would have one by chance, if each gave every label as often as now but at random.
 * 1 is full agreement, 0 what chance gives; NaN where both give one and the same label throughout, as then e is 1.
 * @param videos confusions of each: rows one of the two, columns the other
 */
export function cohenKappa(videos: readonly (readonly ConfusionCell[])[]): WeightedScore {
  return (weights) => {
    const rows = new Map<number, number>();
    const columns = new Map<number, number>();
    let [frames, same] = [0, 0];
    eachCell(videos, weights, ({ truth, predicted }, count) => {
      frames += count;
      if (truth === predicted) same += count;
      rows.set(truth, (rows.get(truth) ?? 0) + count);
      columns.set(predicted, (columns.get(predicted) ?? 0) + count);
    });
    let chance = 0;
    for (const [label, count] of rows) chance += (count / frames) * ((columns.get(label) ?? 0) / frames);
    return chance === 1 ? Number.NaN : (same / frames - chance) / (1 - chance);
  };
}

/** Share of the frames with one label, in percent; NaN where there are no frames. */
export function frameAgreement(videos: readonly (readonly ConfusionCell[])[]): WeightedScore {
  return (weights) => {
    let [frames, same] = [0, 0];
    eachCell(videos, weights, ({ truth, predicted }, count) => {
      frames += count;
      if (truth === predicted) same += count;
    });
    return (100 * same) / frames;
  };
}

/** The confusions of one class with everything else: label 1 the class, 0 any other. */
export function againstOthers(cells: readonly ConfusionCell[], classIndex: number): ConfusionCell[] {
  return cells.map(({ truth, predicted, steps }) => ({
    truth: truth === classIndex ? 1 : 0,
    predicted: predicted === classIndex ? 1 : 0,
    steps,
  }));
}

function eachCell(
  videos: readonly (readonly ConfusionCell[])[],
  weights: VideoWeights,
  tell: (cell: ConfusionCell, count: number) => void,
): void {
  videos.forEach((cells, video) => {
    const weight = weights[video] as number;
    if (weight > 0) for (const cell of cells) tell(cell, cell.steps * weight);
  });
}
