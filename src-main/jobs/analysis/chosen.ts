import { type ChosenSteps, holdsOne } from '../../common/domain/chosenSteps';

/** What of a run's predictions is looked at; all of it where `steps` is null. */
export interface Choice {
  steps: ChosenSteps | null;
  /** Steps of the run that they were chosen in, a second. */
  rate: number;
}

/**
 * `[spans]` 1 where a span `[start, end)` of a video holds a chosen step.
 * @param rate steps a second of the spans
 */
export function chosenSpans(
  { steps, rate: chosenRate }: Choice,
  video: string,
  rate: number,
  spans: readonly { start: number; end: number }[],
): Uint8Array {
  if (steps === null) return new Uint8Array(spans.length).fill(1);
  const own = (steps[video] ?? []).map((step) => Math.floor(((step + 0.5) * rate) / chosenRate));
  return Uint8Array.from(spans, ({ start, end }) => Number(holdsOne(own, start, end)));
}
