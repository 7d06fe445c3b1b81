import type { SuggestionKind } from '../../common/domain/review';
import type { Span } from '../../common/domain/span';

/**
 * Moments of a video that are worth a person's look, from a run's class probabilities (active learning by uncertainty;
 * Settles 2009, section 3.1). A score is 0 to 1 and means the same for all kinds: how far the run is from being sure.
 *
 * - `boundary`, where the run changes its label and nobody has looked: 1 less the mean of how far the probability of
 *   the label before falls and that of the label behind rises, from the half second before to the half second behind.
 * - `unsure`, two seconds that nobody has looked at: mean entropy of the classes over ln(classes).
 * - `check`, a stretch that was reviewed and that the run calls something else throughout: mean probability of its
 *   label less that of the annotated one, times length / (length + 1 s), because what differs for a moment is an edge.
 *
 * Everything is a function of the arrays given: the same predictions and labels give the same suggestions.
 */
export interface PredictedSteps {
  /** Steps a second. */
  rate: number;
  /** `[steps]` class indices as the run labels them. */
  labels: Int32Array;
  /** Of `step * classes + class`. */
  probability: (at: number) => number;
  classes: number;
  /**
   * `[steps]` class indices as annotated; -1 where the annotated class says nothing (ambiguous, or unknown to the run).
   */
  truth: Int32Array;
  /** `[steps]` 1 where somebody has looked. */
  reviewed: Uint8Array;
}

/** In steps. */
export interface StepSuggestion extends Span {
  kind: SuggestionKind;
  score: number;
  /** Class that the run says; behind the edge of a boundary. */
  classIndex: number;
  /** Class before the edge of a boundary, annotated class of a check; -1: none. */
  otherIndex: number;
  /**
   * Mean probabilities: of a boundary, of the class before it (of the class behind where that is the
   * background, index 0), on either side; of a check, of the run's class and of the annotated one; of an unsure
   * span, of its two likeliest classes.
   */
  probabilities: [number, number];
}

/** Less is not worth a look. */
export const leastScore = 0.1;
/** Seconds on either side of an edge that are compared, and that are shown. */
export const edgeSeconds = 0.5;
const shownSeconds = 1;
/** Length of an unsure span, and the distance from one to the next, in seconds. */
const [spanSeconds, spanStride] = [2, 1];

/**
 * The suggestions of one video, best first; of those that share steps the best stays.
 * @param breathe see `breather`
 */
export async function suggestions(video: PredictedSteps, breathe: () => Promise<void>): Promise<StepSuggestion[]> {
  const found = [...boundaries(video), ...(await unsureSpans(video, breathe)), ...doubtfulLabels(video)];
  const good = found.filter(({ score }) => score >= leastScore);
  good.sort((a, b) => b.score - a.score || a.start - b.start || a.kind.localeCompare(b.kind));
  const taken = new Uint8Array(video.labels.length);
  const kept = good.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.map((one) => (one.kind === 'unsure' ? { ...one, ...likeliest(video, one) } : one));
}

function boundaries(video: PredictedSteps): StepSuggestion[] {
  const { labels, reviewed, rate } = video;
  const side = Math.max(1, Math.round(edgeSeconds * rate));
  const shown = Math.max(1, Math.round(shownSeconds * rate));
  const found: StepSuggestion[] = [];
  for (let k = 1; k < labels.length; k++) {
    const [before, behind] = [labels[k - 1] as number, labels[k] as number];
    if (before === behind || (reviewed[k - 1] && reviewed[k])) continue;
    const change = (classIndex: number): [number, number] => [
      meanProbability(video, classIndex, k - side, k),
      meanProbability(video, classIndex, k, k + side),
    ];
    const [falls, rises] = [change(before), change(behind)];
    const sure = (falls[0] - falls[1] + rises[1] - rises[0]) / 2;
    found.push({
      kind: 'boundary',
      ...clipped(k - shown, k + shown, labels.length),
      score: 1 - Math.min(1, Math.max(0, sure)),
      classIndex: behind,
      otherIndex: before,
      probabilities: before === 0 ? rises : falls,
    });
  }
  return found;
}

async function unsureSpans(video: PredictedSteps, breathe: () => Promise<void>): Promise<StepSuggestion[]> {
  const { labels, reviewed, rate } = video;
  const [length, stride] = [spanSeconds, spanStride].map((seconds) => Math.max(1, Math.round(seconds * rate)));
  const found: StepSuggestion[] = [];
  const entropies = new Float32Array(labels.length);
  let known = 0;
  for (let start = 0; start < labels.length; start += stride as number) {
    const span = clipped(start, start + (length as number), labels.length);
    if (reviewed.subarray(span.start, span.end).includes(1)) continue;
    for (known = Math.max(known, start); known < span.end; known++) entropies[known] = entropyOf(video, known);
    await breathe();
    const score = meanOf(entropies, span);
    // Which classes it is between is looked up for those that stay.
    found.push({ kind: 'unsure', ...span, score, classIndex: -1, otherIndex: -1, probabilities: [0, 0] });
  }
  return found;
}

function doubtfulLabels(video: PredictedSteps): StepSuggestion[] {
  const { labels, truth, reviewed, rate } = video;
  const found: StepSuggestion[] = [];
  let start = 0;
  for (let k = 1; k <= labels.length; k++) {
    const same = k < labels.length && labels[k] === labels[start] && truth[k] === truth[start];
    if (same && reviewed[k] === reviewed[start]) continue;
    const [classIndex, otherIndex] = [labels[start] as number, truth[start] as number];
    if (reviewed[start] && otherIndex >= 0 && otherIndex !== classIndex) {
      const said = meanProbability(video, classIndex, start, k);
      const annotated = meanProbability(video, otherIndex, start, k);
      const seconds = (k - start) / rate;
      const score = Math.max(0, said - annotated) * (seconds / (seconds + 1));
      found.push({ kind: 'check', start, end: k, score, classIndex, otherIndex, probabilities: [said, annotated] });
    }
    start = k;
  }
  return found;
}

const clipped = (start: number, end: number, steps: number): Span => ({
  start: Math.max(0, start),
  end: Math.min(steps, end),
});

function meanOf(values: Float32Array, { start, end }: Span): number {
  let sum = 0;
  for (let k = start; k < end; k++) sum += values[k] as number;
  return sum / (end - start);
}

function meanProbability({ probability, classes, labels }: PredictedSteps, index: number, from: number, to: number) {
  const { start, end } = clipped(from, to, labels.length);
  let sum = 0;
  for (let k = start; k < end; k++) sum += probability(k * classes + index);
  return end > start ? sum / (end - start) : 0;
}

/** Entropy of the classes' probabilities at a step over ln(classes): 0 sure, 1 all alike. */
function entropyOf({ probability, classes }: PredictedSteps, step: number): number {
  if (classes < 2) return 0;
  let entropy = 0;
  for (let i = step * classes; i < (step + 1) * classes; i++) {
    const p = probability(i);
    if (p > 0) entropy -= p * Math.log(p);
  }
  return entropy / Math.log(classes);
}

/** The two classes of the highest mean probability over a span, which is not empty. */
function likeliest(
  { probability, classes }: PredictedSteps,
  { start, end }: Span,
): Pick<StepSuggestion, 'classIndex' | 'otherIndex' | 'probabilities'> {
  const sums = new Float64Array(classes);
  for (let k = start; k < end; k++) for (let i = 0; i < classes; i++) sums[i]! += probability(k * classes + i);
  let [classIndex, otherIndex] = [-1, -1];
  let [first, second] = [-1, 0];
  for (let i = 0; i < classes; i++) {
    const mean = sums[i]! / (end - start);
    if (mean > first) [first, second, classIndex, otherIndex] = [mean, first, i, classIndex];
    else if (mean > second) [second, otherIndex] = [mean, i];
  }
  return { classIndex, otherIndex, probabilities: [first, second] };
}
