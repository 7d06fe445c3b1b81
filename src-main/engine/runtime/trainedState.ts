import type { Scalars } from '../optim/adamw';
import type { Executable, Feeds } from './executable';
import type { HostTensor } from './tensor';

export type ParameterTensors = Readonly<Record<string, HostTensor>>;

/** What training leaves behind at a step, and all it needs to go on exactly. */
export interface TrainingState {
  /** Updates done. */
  readonly step: number;
  readonly parameters: ParameterTensors;
  /** First and second moments of AdamW. */
  readonly first: ParameterTensors;
  readonly second: ParameterTensors;
}

/** Where trained values, their gradients and moments live, and the optimiser in the form that suits the place. */
export interface TrainedState {
  /** Whether gradients stay on the device. */
  readonly resident: boolean;
  /** Updates done. */
  readonly step: number;
  /** Parameters and frozen weights. */
  feeds(): Feeds;
  /** Runs a gradient graph, adding to the gradients collected; returns its other outputs. */
  collect(executable: Executable, feeds: ParameterTensors): Promise<Record<string, HostTensor>>;
  /**
   * Clips, applies AdamW and clears the gradients. @param scalars with `gradientScale` before clipping
   * @returns the norm of the scaled gradients before clipping; where it is not finite nothing was changed
   */
  update(scalars: Scalars<number>): Promise<number>;
  export(): Promise<TrainingState>;
  import(state: TrainingState): Promise<void>;
  dispose(): Promise<void>;
}
