import { RecentRows } from '../features/recentRows';
import { logProbabilities } from './decode';
import type { Predictor } from './predictor';
import { streamingWindow, type WindowSpec } from './windows';

/**
 * A classifier fed step by step. Promises: a step is classified from its own row and those before it, as inference on
 * the whole track would; only the rows of one window are kept.
 */
export class StreamClassifier {
  private readonly recent: RecentRows;

  /**
   * @param predictor best made for one window a pass
   * @param dim numbers a row has
   */
  constructor(
    private readonly predictor: Pick<Predictor, 'predict'>,
    private readonly spec: WindowSpec,
    dim: number,
  ) {
    this.recent = new RecentRows(spec.short + spec.long, dim);
  }

  /** Classifies the next step. @param row its features `[dim]` */
  async next(row: Float32Array): Promise<StepDecision> {
    const window = streamingWindow('stream', this.recent.push(row), this.spec);
    const { labels, logits, answers } = await this.predictor.predict([window], [this.recent.pick(window.steps)]);
    const [label = 0] = labels;
    const scores = logits && logProbabilities(logits, logits.length);
    return { label, scores, text: answers?.[0]?.text ?? null };
  }
}

/** What is said of one step. */
export interface StepDecision {
  /** Class index. */
  label: number;
  /** `[classes]` log-probabilities; null where the classifier has no scores. */
  scores: Float32Array | null;
  /** What was written; null for a classifier with a class head. */
  text: string | null;
}
