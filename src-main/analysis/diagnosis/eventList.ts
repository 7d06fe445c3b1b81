import { codeOf, type Diagnosis } from './events';

/** One row of the list of errors: a prediction, the truth it is judged by, or both. -1: there is none. */
export interface ErrorEvent {
  /** Index in `verdicts`. */
  kind: number;
  truth: number;
  prediction: number;
}

/**
 * The errors of a video: one for each prediction that is wrong, and one for each truth that is not found unless an
 * error of its kind names it already. Predictions come first, each list in the order of time.
 */
export function listErrors({ truths, predictions, truthOf, predictionOf }: Diagnosis): ErrorEvent[] {
  const events: ErrorEvent[] = [];
  const named = new Uint8Array(truths.length);
  predictions.forEach((kind, prediction) => {
    if (kind === codeOf.correct) return;
    const truth = truthOf[prediction] as number;
    if (truth >= 0 && truths[truth] === kind) named[truth] = 1;
    events.push({ kind, truth, prediction });
  });
  truths.forEach((kind, truth) => {
    if (kind !== codeOf.correct && !named[truth]) {
      events.push({ kind, truth, prediction: predictionOf[truth] as number });
    }
  });
  return events;
}
