/**
 * What one prediction sees: step indices of the long-term part, then of the short-term part, in time order; the step to
 * classify is the last. Indices only, so windows are cheap and never cached.
 */
export interface Window {
  video: string;
  /** Steps shown to the model, ascending; long part first. */
  steps: Int32Array;
  /** The step that is classified. */
  target: number;
  /** Class index (into the run's class list) of the target step; -1 where the truth is unknown. */
  label: number;
  /** Class index of the previous action inside the window (GAD context), or -1. */
  previous: number;
}
