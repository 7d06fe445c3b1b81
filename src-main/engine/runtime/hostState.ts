import { type AdamWSettings, clipFactor, type Scalars } from '../optim/adamw';
import type { StateKind } from '../optim/graphForm';
import { HostMoments } from '../optim/hostForm';
import type { Executable, Feeds } from './executable';
import { floats, type HostTensor } from './tensor';
import type { ParameterTensors, TrainedState, TrainingState } from './trainedState';

/** Trained values in the process's memory, where the CPU reads them in place; other devices get a copy at each run. */
export class HostState implements TrainedState {
  readonly resident = false;
  step = 0;
  private readonly moments: HostMoments;
  private readonly parameters: ParameterTensors;
  private readonly gradients: ParameterTensors;

  constructor(
    private readonly options: {
      readonly parameters: ParameterTensors;
      readonly frozen: ParameterTensors;
      readonly optimizer: AdamWSettings;
    },
  ) {
    const initial = Object.entries(options.parameters);
    this.moments = new HostMoments(Object.fromEntries(initial.map(([name, tensor]) => [name, tensor.data.length])));
    for (const [name, tensor] of initial) this.moments.array(name, 'parameter').set(floats(tensor));
    this.parameters = this.live('parameter');
    this.gradients = this.live('gradient');
  }

  feeds(): Feeds {
    return { ...this.options.frozen, ...this.parameters };
  }

  async collect(executable: Executable, feeds: ParameterTensors): Promise<Record<string, HostTensor>> {
    const sums = renamed(this.gradients, (name) => `sum ${name}`);
    // A gradient is written to the buffer its running sum is read from: ONNX Runtime adds in place.
    const into = renamed(this.gradients, (name) => `gradient ${name}`);
    const own = executable.inputsAmong({ ...this.feeds(), ...sums });
    const results = await executable.run({ ...own, ...feeds }, undefined, into);
    return Object.fromEntries(Object.entries(results).filter(([name]) => into[name] === undefined));
  }

  async update(scalars: Scalars<number>): Promise<number> {
    const norm = this.moments.gradientNorm() * scalars.gradientScale;
    if (Number.isFinite(norm)) {
      const clip = clipFactor(norm, this.options.optimizer.maxGradientNorm);
      this.moments.update({ ...scalars, gradientScale: scalars.gradientScale * clip });
      this.step++;
    }
    this.moments.clearGradients();
    return norm;
  }

  async export(): Promise<TrainingState> {
    const [parameters, first, second] = [this.parameters, this.live('first'), this.live('second')].map(copied);
    return { step: this.step, parameters: parameters!, first: first!, second: second! };
  }

  async import({ step, parameters, first, second }: TrainingState): Promise<void> {
    const kinds: readonly [StateKind, ParameterTensors][] = [
      ['parameter', parameters],
      ['first', first],
      ['second', second],
    ];
    for (const [kind, tensors] of kinds)
      for (const name of Object.keys(this.parameters)) this.moments.array(name, kind).set(floats(tensors[name]!));
    this.moments.clearGradients();
    this.step = step;
  }

  async dispose(): Promise<void> {}

  private live(kind: StateKind): ParameterTensors {
    const entries = Object.entries(this.options.parameters);
    return Object.fromEntries(
      entries.map(([name, { dtype, dims }]) => [name, { dtype, dims, data: this.moments.array(name, kind) }]),
    );
  }
}

function renamed(tensors: ParameterTensors, rename: (name: string) => string): ParameterTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [rename(name), tensor]));
}

function copied(tensors: ParameterTensors): ParameterTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]),
  );
}
