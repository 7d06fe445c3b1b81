/**
 * Trains a model on a device: builds the gradient graph for every batch shape that turns up, keeps one set of trained
 * values and frozen weights for all of them, collects gradients over micro batches and applies AdamW.
 *
 *     const step = await TrainingStep.create({
 *       device: 'cpu',
 *       parameters: { 'lora.a': float32([16, 576], a) },     // trained; copied
 *       frozen: { 'q.weight': float32([576, 576], q) },      // fed as they are, never copied on the CPU
 *       build: (shape: { batch: number; steps: number }) => {
 *         const b = new Builder();
 *         const trained = b.input('lora.a', 'float32', [16, 576]);    // inputs named as parameters are trained,
 *         const weight = b.weight('q.weight', [576, 576]);            // as frozen ones are fed from there,
 *         const x = b.input('x', 'float32', [shape.batch, shape.steps, 576]);    // all others come with each batch
 *         ...
 *         return { b, loss, outputs: { classLoss } };
 *       },
 *       recompute: 'half', accumulation: 'mean', optimizer: officialAdamW,
 *     });
 *     const { loss, outputs } = await step.forwardBackward({ batch: 4, steps: 168 }, { x });   // once a micro batch
 *     const { gradientNorm } = await step.update(schedule(n));                                 // then once
 *     const state = await step.exportState();     // parameters, moments, count: a resumed run is equal bit for bit
 */
import { UserError } from '../../common/errors';
import { gradient } from '../autodiff/gradient';
import type { Value } from '../graph/graph';
import { sameShape } from '../graph/shape';
import type { Builder } from '../ops/builder';
import type { Recompute } from '../ops/definition';
import { type AdamWSettings, adamwScalars } from '../optim/adamw';
import type { DeviceId } from '../../common/contract/app';
import { DeviceState } from './deviceState';
import { Executable } from './executable';
import { HostState } from './hostState';
import { type HostTensor, scalar } from './tensor';
import type { ParameterTensors, TrainedState, TrainingState } from './trainedState';

/** A model and its loss for one batch shape. */
export interface TrainingProgram {
  readonly b: Builder;
  /** A scalar. */
  readonly loss: Value;
  /** Further values to report. */
  readonly outputs?: Readonly<Record<string, Value>>;
}

export interface TrainingStepOptions<Shape> {
  readonly device: DeviceId;
  readonly threads?: number;
  /** Trained values at the start, float32, by input name. */
  readonly parameters: ParameterTensors;
  /** Weights that stay as they are, by input name, in the type the graph's inputs have. */
  readonly frozen: ParameterTensors;
  build(shape: Shape): TrainingProgram;
  readonly recompute: Recompute;
  /** Whether gradients of several `forwardBackward` are averaged or summed (as the official code does). */
  readonly accumulation: 'mean' | 'sum';
  readonly optimizer: AdamWSettings;
}

/** How many batch shapes stay compiled. Each holds the memory of its activations from its first run on. */
const keptShapes = 3;

export class TrainingStep<Shape> {
  /** By shape, the least recently used first. */
  private readonly executables = new Map<string, Executable>();
  private microBatches = 0;

  private constructor(
    private readonly options: TrainingStepOptions<Shape>,
    private readonly state: TrainedState,
  ) {}

  static async create<Shape>(options: TrainingStepOptions<Shape>): Promise<TrainingStep<Shape>> {
    // Only WebGPU keeps tensors on the device between runs in this binding; the others update beside the graph.
    const state = options.device === 'webgpu' ? await DeviceState.create(options) : new HostState(options);
    return new TrainingStep(options, state);
  }

  /** Trained values and frozen weights as feeds, so that other executables of the device can share them. */
  get feeds() {
    return this.state.feeds();
  }

  /**
   * Adds the gradients of one batch to what is collected.
   * @param feeds the inputs that are neither trained nor frozen
   */
  async forwardBackward(
    shape: Shape,
    feeds: ParameterTensors,
  ): Promise<{ loss: number; outputs: Record<string, HostTensor> }> {
    const executable = await this.executable(shape);
    const { loss, ...outputs } = await this.state.collect(executable, feeds);
    this.microBatches++;
    return { loss: scalar(loss!), outputs };
  }

  /** Applies what was collected. @returns the global norm of the gradients before clipping */
  async update(learningRate: number): Promise<{ gradientNorm: number }> {
    const { accumulation, optimizer } = this.options;
    if (this.microBatches === 0) throw new Error('update without a forwardBackward before it');
    const scale = accumulation === 'mean' ? 1 / this.microBatches : 1;
    this.microBatches = 0;
    const step = this.state.step + 1;
    const gradientNorm = await this.state.update(adamwScalars(optimizer, step, learningRate, scale));
    if (!Number.isFinite(gradientNorm))
      throw new UserError(
        'gradient-not-finite',
        `Invalid gradients at update ${step}: their norm is ${gradientNorm}; the parameters stay as they were.`,
        'Lower the learning rate and resume from the last checkpoint.',
      );
    return { gradientNorm };
  }

  /** A copy of parameters, moments and count; call it between an update and the next forwardBackward. */
  exportState(): Promise<TrainingState> {
    return this.state.export();
  }

  /** Goes on from a state of these parameters; it may hold others, too. */
  async importState(state: TrainingState): Promise<void> {
    for (const kind of ['parameters', 'first', 'second'] as const)
      for (const [name, { dims }] of Object.entries(this.options.parameters)) {
        const saved = state[kind][name];
        if (saved === undefined) throw new Error(`the state holds no ${kind} of ${name}`);
        if (!sameShape(saved.dims, dims))
          throw new Error(`${kind} of ${name} in the state: [${saved.dims.join(', ')}], expected [${dims.join(', ')}]`);
      }
    const own = (tensors: ParameterTensors) =>
      Object.fromEntries(Object.keys(this.options.parameters).map((name) => [name, tensors[name]!]));
    const { step, parameters, first, second } = state;
    await this.state.import({ step, parameters: own(parameters), first: own(first), second: own(second) });
  }

  async dispose(): Promise<void> {
    for (const executable of this.executables.values()) await executable.dispose();
    this.executables.clear();
    await this.state.dispose();
  }

  private async executable(shape: Shape): Promise<Executable> {
    const key = JSON.stringify(shape);
    const known = this.executables.get(key);
    this.executables.delete(key);
    const [oldest] = this.executables.keys();
    if (this.executables.size === keptShapes && oldest !== undefined) {
      await this.executables.get(oldest)?.dispose();
      this.executables.delete(oldest);
    }
    const executable = known ?? (await this.compile(shape));
    this.executables.set(key, executable);
    return executable;
  }

  /**
   * Outputs `loss`, the program's own, and for each parameter `gradient <name>`: the input
   * `sum <name>` plus its gradient.
   */
  private compile(shape: Shape): Promise<Executable> {
    const { build, recompute, parameters, device, threads } = this.options;
    const { b, loss, outputs = {} } = build(shape);
    const trained = Object.keys(parameters).flatMap((name) => b.inputNamed(name) ?? []);
    const gradients = gradient(b, loss, trained, { recompute });
    const all: Record<string, Value> = { loss, ...outputs };
    trained.forEach((parameter, index) => {
      const sum = b.input(`sum ${parameter.name}`, 'float32', parameter.shape);
      all[`gradient ${parameter.name}`] = b.add(sum, gradients[index]!);
    });
    return Executable.create(b.graph(all), {
      device,
      ...(threads === undefined ? {} : { threads }),
      deviceOutputs: this.state.resident ? trained.map((parameter) => `gradient ${parameter.name}`) : [],
    });
  }
}
