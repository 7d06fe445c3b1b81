import type { ClassMeans } from '../../analysis/classMeans';
import { percentOrNull } from '../../analysis/metrics/evaluation';
import { energyScore, maxSoftmaxScore, separation } from '../../analysis/openSet';
import type { OpenSetReport } from '../../common/domain/openSet';
import type { RunClass } from '../../common/domain/run';
import { floats } from '../../engine/runtime/tensor';
import { readAdapter } from '../../models/weights/peft';
import type { TrainedRun } from '../trainedRun';
import type { DecidedVideo } from './decidedVideos';

/** A class head, whose logits the energy needs: stored scores are log-probabilities, which no longer know their sum. */
interface ClassHead {
  /** `[classes, hidden]` and `[classes]` */
  weight: Float32Array;
  bias: Float32Array;
}

/** Null for a classifier without a class head. */
export async function headOf({ checkpoint }: TrainedRun): Promise<ClassHead | null> {
  const { tensors } = await readAdapter(checkpoint.dir);
  const [weight, bias] = ['weight', 'bias'].map((part) => tensors.get(`cls_head.${part}`));
  return weight && bias ? { weight: floats(weight), bias: floats(bias) } : null;
}

/** What a step is to the run. */
type Side = 'action' | 'background' | 'unknown';

/** Scores of all steps, by what the step is. */
export class ScoreTable {
  readonly steps: Record<Side, number> = { action: 0, background: 0, unknown: 0 };
  /** Unknown classes that occur. */
  readonly met = new Set<number>();
  private readonly values = new Map<string, Record<Side, number[]>>();
  private readonly named = { steps: 0, amongNew: 0, amongAll: 0 };

  constructor(
    private readonly classes: readonly RunClass[],
    private readonly means: ClassMeans,
    private readonly head: ClassHead | null,
  ) {}

  /** Counts the steps of a video with every score that its predictions give. */
  add({ labels, features, scores }: DecidedVideo): void {
    const dim = features.length / labels.length;
    const known = this.classes.length;
    labels.forEach((label, step) => {
      if (label < 0) return;
      const side = this.sideOf(label);
      this.steps[side]++;
      if (side === 'unknown') this.met.add(label);
      const row = features.subarray(step * dim, (step + 1) * dim);
      if (scores) this.put('max softmax', side, maxSoftmaxScore(scores.subarray(step * known, (step + 1) * known)));
      if (this.head) this.put('energy', side, energyScore(logitsOf(this.head, row)));
      this.put('Mahalanobis', side, this.means.mahalanobisScore(row));
      this.put('cosine', side, this.means.cosineScore(row));
    });
  }

  /** @param row mean log-probability of the text of every class, the unknown ones last */
  addLikelihoods(label: number, row: Float32Array): void {
    if (label < 0) return;
    const known = this.classes.length;
    this.put(
      'text likelihood',
      this.sideOf(label),
      -row.subarray(0, known).reduce((a, b) => Math.max(a, b), -Infinity),
    );
    if (label < known) return;
    this.named.steps++;
    const likeliest = (from: number) => row.subarray(from).reduce((a, b) => Math.max(a, b), -Infinity);
    if (row[label] === likeliest(known)) this.named.amongNew++;
    if (row[label] === likeliest(0)) this.named.amongAll++;
  }

  separations(): OpenSetReport['scores'] {
    const percent = (known: readonly number[], unknown: readonly number[]) => {
      const { auroc, fpr95 } = separation(Float64Array.from(known), Float64Array.from(unknown));
      return { auroc: percentOrNull(100 * auroc), fpr95: percentOrNull(100 * fpr95) };
    };
    return [...this.values].map(([score, { action, background, unknown }]) => ({
      score,
      actions: percent(action, unknown),
      known: percent([...action, ...background], unknown),
    }));
  }

  /** Percent of unknown classes' steps whose own text is the likeliest. */
  zeroShot(): OpenSetReport['zeroShot'] {
    const { steps, amongNew, amongAll } = this.named;
    return { amongNew: (100 * amongNew) / steps, amongAll: (100 * amongAll) / steps };
  }

  private sideOf(label: number): Side {
    if (label >= this.classes.length) return 'unknown';
    return label === 0 ? 'background' : 'action';
  }

  private put(score: string, side: Side, value: number): void {
    const sides = this.values.get(score) ?? { action: [], background: [], unknown: [] };
    this.values.set(score, sides);
    sides[side].push(value);
  }
}

function logitsOf({ weight, bias }: ClassHead, row: Float32Array): Float32Array {
  return bias.map((shift, index) => {
    let logit = shift;
    for (let i = 0, at = index * row.length; i < row.length; i++, at++) logit += weight[at]! * row[i]!;
    return logit;
  });
}
