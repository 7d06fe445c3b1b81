import type { WeightedScore } from '../bootstrap';
import type { ConfusionCell } from '../confusions';

/**
 * Cohen's kappa (Cohen 1960) of two people's labels of the same frames: (p - e) / (1 - e), where p is the
 * share of frames with one label and e the share that would have one by chance, if each gave every label as
 * often as now but at random. 1 is full agreement, 0 what chance gives; NaN where both give one and the same
 * label throughout, as then e is 1.
 */
export function cohenKappa(videos: readonly Margins[]): WeightedScore {
  const labels = [...new Set(videos.flatMap(({ rows, columns }) => [...rows.labels, ...columns.labels]))];
  // Sums are made in the order of the labels, however many of all classes occur.
  labels.sort((a, b) => a - b);
  const [rows, columns] = [new Float64Array(1 + (labels.at(-1) ?? 0)), new Float64Array(1 + (labels.at(-1) ?? 0))];
  return (weights) => {
    rows.fill(0);
    columns.fill(0);
    let [frames, same] = [0, 0];
    for (let video = 0; video < videos.length; video++) {
      const [one, weight] = [videos[video]!, weights[video]!];
      if (weight === 0) continue;
      frames += weight * one.frames;
      same += weight * one.same;
      addTo(rows, one.rows, weight);
      addTo(columns, one.columns, weight);
    }
    let chance = 0;
    for (const label of labels) chance += (rows[label]! / frames) * (columns[label]! / frames);
    return kappaOf(same / frames, chance);
  };
}

/** Kappa of each label against everything else, over all videos together; NaN as in `cohenKappa`. */
export function kappaByLabel(videos: readonly (readonly ConfusionCell[])[]): (label: number) => number {
  const { frames, rows, columns, both } = margins(videos.flat());
  return (label) => {
    const [row, column] = [rows.of(label) / frames, columns.of(label) / frames];
    const alike = 1 - row - column + (2 * both.of(label)) / frames;
    return kappaOf(alike, row * column + (1 - row) * (1 - column));
  };
}

/** A loop, because a thousand draws go through it for each video. */
function addTo(sums: Float64Array, { labels, counts }: ReturnType<typeof countsOf>, weight: number): void {
  for (let i = 0; i < labels.length; i++) sums[labels[i]!]! += weight * counts[i]!;
}

const kappaOf = (alike: number, chance: number) => (chance === 1 ? Number.NaN : (alike - chance) / (1 - chance));

/** Share of the frames with one label, in percent; NaN where there are no frames. */
export function frameAgreement(videos: readonly Margins[]): WeightedScore {
  return (weights) => {
    let [same, frames] = [0, 0];
    for (let video = 0; video < videos.length; video++) {
      same += videos[video]!.same * weights[video]!;
      frames += videos[video]!.frames * weights[video]!;
    }
    return (100 * same) / frames;
  };
}

export type Margins = ReturnType<typeof margins>;

/**
 * Frames by the one's label, by the other's, and by label where both gave it.
 * @param cells of the confusions: rows one of the two, columns the other
 */
export function margins(cells: readonly ConfusionCell[]) {
  const frames = cells.reduce((sum, { steps }) => sum + steps, 0);
  const alike = cells.filter(({ truth, predicted }) => truth === predicted);
  const same = alike.reduce((sum, { steps }) => sum + steps, 0);
  return {
    frames,
    same,
    rows: countsOf(cells, 'truth'),
    columns: countsOf(cells, 'predicted'),
    both: countsOf(alike, 'truth'),
  };
}

/** In arrays, because they are summed for every draw. */
function countsOf(cells: readonly ConfusionCell[], by: 'truth' | 'predicted') {
  const found = new Map<number, number>();
  for (const cell of cells) found.set(cell[by], (found.get(cell[by]) ?? 0) + cell.steps);
  return {
    labels: Int32Array.from(found.keys()),
    counts: Float64Array.from(found.values()),
    of: (label: number) => found.get(label) ?? 0,
  };
}
