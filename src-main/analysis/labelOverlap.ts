/**
 * How much the labels of a taxonomy share subwords, known before anything is trained. A generative classifier writes a
 * label token by token, so labels with common tokens compete at every one of them; the GAD paper (ICLR 2026, section 3,
 * its tokenisation control) finds that this costs it its score: with random tokens that keep the sharing it stays as
 * weak (`rand`), with tokens of each label's own it is as good as a class head (`desync`). The measure sees what that
 * control changes and nothing else: it is 0 where no label shares a token, 1 where every token of every label stands in
 * another label too, and does not change when tokens are renamed consistently. It counts sharing wherever it stands in
 * a label, not how well a model copes with it.
 */
export interface LabelTokens {
  /** Tokens of the class text as a generative classifier writes it, without the end token. */
  tokens: readonly number[];
  /** How frequent the class is; only ratios count. */
  frequency: number;
}

export interface ClassOverlap {
  /** 0 to 1: share of this label's tokens that stand in another label too. */
  overlap: number;
  /**
   * Index of the other label that holds the largest share of its tokens, the first of equals; -1 where none shares any.
   */
  nearest: number;
  /** Share of its tokens that the nearest holds. */
  nearestShare: number;
}

export interface LabelOverlap {
  /** Mean of the classes' overlaps by frequency, 0 to 1: how often what is to be written does not tell labels apart. */
  overall: number;
  classes: ClassOverlap[];
}

/** @throws RangeError where a label has no token or a frequency is not positive */
export function labelOverlap(labels: readonly LabelTokens[]): LabelOverlap {
  for (const { tokens, frequency } of labels) {
    if (tokens.length === 0 || !(frequency > 0)) throw new RangeError('a label without tokens or without frequency');
  }
  const holders = labelsByToken(labels);
  const classes = labels.map((label, index) => overlapOf(index, label.tokens, holders));
  const total = labels.reduce((sum, { frequency }) => sum + frequency, 0);
  const weighted = classes.reduce((sum, { overlap }, i) => sum + overlap * (labels[i] as LabelTokens).frequency, 0);
  return { overall: labels.length === 0 ? 0 : weighted / total, classes };
}

/** Indices of the labels that hold each token, ascending. */
function labelsByToken(labels: readonly LabelTokens[]): Map<number, number[]> {
  const holders = new Map<number, number[]>();
  labels.forEach(({ tokens }, index) => {
    for (const token of new Set(tokens)) holders.set(token, [...(holders.get(token) ?? []), index]);
  });
  return holders;
}

function overlapOf(
  index: number,
  tokens: readonly number[],
  holders: ReadonlyMap<number, readonly number[]>,
): ClassOverlap {
  /** Tokens of this label that each other label holds. */
  const shared = new Map<number, number>();
  let common = 0;
  for (const token of tokens) {
    const others = (holders.get(token) ?? []).filter((other) => other !== index);
    if (others.length > 0) common++;
    for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  const nearest = [...shared].sort(([a, most], [b, fewer]) => fewer - most || a - b)[0];
  return {
    overlap: common / tokens.length,
    nearest: nearest?.[0] ?? -1,
    nearestShare: (nearest?.[1] ?? 0) / tokens.length,
  };
}
