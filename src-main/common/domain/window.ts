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
  /** All earlier actions inside its short part, oldest first; only in training, as what follows. */
  earlier?: readonly number[];
  /** Class index of the next other action after the target, or -1: text to learn, never input. */
  future?: number;
  /** The task of the video. */
  task?: string;
  /** Class indices of the training windows that look most alike, for the question to name; input, unlike the above. */
  similar?: readonly number[];
}
