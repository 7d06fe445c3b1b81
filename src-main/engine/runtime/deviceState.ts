import type { Shape } from '../graph/graph';
import { Builder } from '../ops/builder';
import { type AdamWSettings, type Scalars, scalarNames } from '../optim/adamw';
import { type StateKind, stateKinds, updateGraph } from '../optim/graphForm';
import type { DeviceId } from '../../common/contract/app';
import { Executable, type Feeds } from './executable';
import { DeviceTensor, float32, type HostTensor, scalar, zeros } from './tensor';
import type { ParameterTensors, TrainedState, TrainingState } from './trainedState';

type DeviceTensors = Record<string, DeviceTensor>;

interface Options {
  readonly device: DeviceId;
  readonly parameters: ParameterTensors;
  readonly frozen: ParameterTensors;
  readonly optimizer: AdamWSettings;
}

/** Trained values, gradients, moments and frozen weights in the memory of a device; the optimiser is a graph there. */
export class DeviceState implements TrainedState {
  readonly resident = true;
  step = 0;

  private constructor(
    private readonly options: Options,
    private readonly optimizer: Executable,
    private readonly frozen: DeviceTensors,
    /** By `<kind> <name>`. */
    private readonly tensors: DeviceTensors,
  ) {}

  static async create(options: Options): Promise<DeviceState> {
    const { device, parameters, frozen, optimizer } = options;
    const names = Object.keys(parameters);
    const graph = updateGraph(shapesOf(parameters), optimizer);
    const deviceOutputs = graph.outputs.map((output) => output.name).filter((name) => name !== 'gradientNorm');
    const executable = await Executable.create(graph, { device, deviceOutputs });
    const initial = names.flatMap((name) =>
      stateKinds.map((kind) => {
        const start = parameters[name]!;
        return [`${kind} ${name}`, kind === 'parameter' ? start : zeros('float32', start.dims)] as const;
      }),
    );
    const tensors = await upload(device, Object.fromEntries(initial));
    return new DeviceState(options, executable, await upload(device, frozen), tensors);
  }

  feeds(): Feeds {
    return { ...this.frozen, ...this.kind('parameter') };
  }

  async collect(executable: Executable, feeds: ParameterTensors): Promise<Record<string, HostTensor>> {
    const gradients = Object.entries(this.kind('gradient'));
    const sums = Object.fromEntries(gradients.map(([name, tensor]) => [`sum ${name}`, tensor]));
    const results = await executable.runMixed({ ...executable.inputsAmong({ ...this.feeds(), ...sums }), ...feeds });
    const rest: Record<string, HostTensor> = {};
    for (const [name, tensor] of Object.entries(results)) {
      if (tensor instanceof DeviceTensor) await this.replace(name, tensor);
      else rest[name] = tensor;
    }
    return rest;
  }

  async update(scalars: Scalars<number>): Promise<number> {
    const numbers = Object.fromEntries(scalarNames.map((name) => [name, float32([], [scalars[name]])]));
    const { gradientNorm, ...updated } = await this.optimizer.runMixed({ ...this.tensors, ...numbers });
    const norm = scalar(gradientNorm as HostTensor);
    for (const [name, tensor] of Object.entries(updated)) {
      const target = name.slice('new '.length);
      if (Number.isFinite(norm) || target.startsWith('gradient ')) await this.replace(target, tensor as DeviceTensor);
      else await (tensor as DeviceTensor).dispose();
    }
    if (Number.isFinite(norm)) this.step++;
    return norm;
  }

  async export(): Promise<TrainingState> {
    const { device } = this.options;
    return {
      step: this.step,
      parameters: await download(device, this.kind('parameter')),
      first: await download(device, this.kind('first')),
      second: await download(device, this.kind('second')),
    };
  }

  async import({ step, parameters, first, second }: TrainingState): Promise<void> {
    const cleared = Object.entries(this.options.parameters).map(([name, { dims }]) => [name, zeros('float32', dims)]);
    const kinds = { parameter: parameters, first, second, gradient: Object.fromEntries(cleared) as ParameterTensors };
    for (const kind of stateKinds) {
      const uploaded = await upload(this.options.device, kinds[kind]);
      for (const [name, tensor] of Object.entries(uploaded)) await this.replace(`${kind} ${name}`, tensor);
    }
    this.step = step;
  }

  async dispose(): Promise<void> {
    for (const tensor of [...Object.values(this.tensors), ...Object.values(this.frozen)]) await tensor.dispose();
    await this.optimizer.dispose();
  }

  private kind(kind: StateKind): DeviceTensors {
    const names = Object.keys(this.options.parameters);
    return Object.fromEntries(names.map((name) => [name, this.tensors[`${kind} ${name}`]!]));
  }

  private async replace(name: string, tensor: DeviceTensor): Promise<void> {
    await this.tensors[name]?.dispose();
    this.tensors[name] = tensor;
  }
}

function shapesOf(tensors: Readonly<Record<string, { readonly dims: Shape }>>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { dims }]) => [name, dims]));
}

/** A graph that copies each tensor to an output of the same name behind `to `. */
function copyGraph(tensors: Readonly<Record<string, HostTensor | DeviceTensor>>) {
  const b = new Builder();
  const outputs = Object.entries(tensors).map(([name, { dtype, dims }]) => [
    `to ${name}`,
    b.identity(b.input(name, dtype, dims)),
  ]);
  return b.graph(Object.fromEntries(outputs));
}

/** Tensors on the device: through a graph of copies, the only way there. */
async function upload(device: DeviceId, tensors: ParameterTensors): Promise<DeviceTensors> {
  return (await copy(device, tensors, true)) as DeviceTensors;
}

/** Tensors back in the process: reading a device's tensor directly ends the process. */
async function download(device: DeviceId, tensors: DeviceTensors): Promise<ParameterTensors> {
  return (await copy(device, tensors, false)) as ParameterTensors;
}

async function copy(device: DeviceId, tensors: Feeds, toDevice: boolean): Promise<Feeds> {
  const names = Object.keys(tensors);
  if (names.length === 0) return {};
  const deviceOutputs = toDevice ? names.map((name) => `to ${name}`) : [];
  const executable = await Executable.create(copyGraph(tensors), { device, deviceOutputs });
  try {
    const results = await executable.runMixed(tensors);
    return Object.fromEntries(names.map((name) => [name, results[`to ${name}`]!]));
  } finally {
    await executable.dispose();
  }
}
