/**
 * A graph ready to run on a device. Every feed is checked before the run, since ONNX Runtime's own messages name no
 * tensor or end the process. Runs of one executable happen one after another in the order asked for; each blocks the
 * calling thread while it computes, so long work belongs in a child process.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DType, Graph } from '../graph/graph';
import { allocate, sizeOf } from '../graph/shape';
import { writeOnnx } from '../onnx/writer';
import type { DeviceId } from '../../common/contract/app';
import { loadFailure, runFailure } from './failures';
import { type OnnxRuntime, onnxRuntime } from './library';
import { DeviceTensor, type HostTensor } from './tensor';

export type Feeds = Readonly<Record<string, HostTensor | DeviceTensor>>;

export interface ExecutableOptions {
  readonly device: DeviceId;
  /** CPU threads of this executable; all cores where absent. */
  readonly threads?: number;
  /**
   * Inputs of a graph stored in the executable instead of being fed: faster for products of few rows, twice the memory.
   */
  readonly stored?: Readonly<Record<string, HostTensor>>;
  /** Outputs that stay in the device's memory. */
  readonly deviceOutputs?: readonly string[];
}

/** Name and type of an input or output; a dimension that may be any size goes by its name. */
export interface TensorType {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

export class Executable {
  private tail: Promise<unknown> = Promise.resolve();
  /** Tensors made here that are still in the device's memory. */
  private leased = 0;
  private disposed = false;

  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: InferenceSession,
    private readonly device: DeviceId,
    readonly inputs: readonly TensorType[],
    readonly outputs: readonly TensorType[],
  ) {}

  /**
   * @param source a graph, the bytes of an ONNX file, or the path of one; throws a `UserError` where it does not load
   */
  static async create(source: Graph | Uint8Array | string, options: ExecutableOptions): Promise<Executable> {
    const stored = options.stored ?? {};
    const model = isGraph(source) ? writeOnnx(source, { stored: Object.keys(stored) }) : source;
    const settings = sessionOptions(options, stored);
    const runtime = await onnxRuntime();
    try {
      const session = await (typeof model === 'string'
        ? runtime.InferenceSession.create(model, settings)
        : runtime.InferenceSession.create(model, settings));
      const [inputs, outputs] = [session.inputMetadata, session.outputMetadata].map((all) => all.map(tensorType));
      return new Executable(runtime, session, options.device, inputs!, outputs!);
    } catch (error) {
      throw loadFailure(typeof source === 'string' ? source : undefined, options.device, error);
    }
  }

  /** Of these tensors, those that the graph has an input for. */
  inputsAmong(tensors: Feeds): Feeds {
    const names = this.inputs.map((input) => input.name);
    return Object.fromEntries(names.flatMap((name) => (tensors[name] === undefined ? [] : [[name, tensors[name]]])));
  }

  /**
   * Runs once. @param fetches outputs to compute; all where absent. @param into buffers that outputs of these names are
   * written to. Throws where a feed does not fit, before anything runs.
   */
  async run(
    feeds: Feeds,
    fetches?: readonly string[],
    into: Readonly<Record<string, HostTensor>> = {},
  ): Promise<Record<string, HostTensor>> {
    const results = await this.runMixed(feeds, fetches, into);
    for (const [name, tensor] of Object.entries(results))
      if (tensor instanceof DeviceTensor) throw new Error(`output ${name} stays on the device; fetch it with runMixed`);
    return results as Record<string, HostTensor>;
  }

  /** As `run`, with the outputs named in `deviceOutputs` left on the device; whoever gets them disposes them. */
  async runMixed(
    feeds: Feeds,
    fetches: readonly string[] = this.outputs.map((output) => output.name),
    into: Readonly<Record<string, HostTensor>> = {},
  ): Promise<Record<string, HostTensor | DeviceTensor>> {
    checkFeeds(this.inputs, feeds);
    const run = this.tail.then(async () => {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, this.toOrt(tensor)]));
      const outputs = Object.fromEntries(
        fetches.map((name) => [name, into[name] === undefined ? null : this.toOrt(into[name])]),
      );
      const results = await this.session.run(inputs, outputs).catch((error: unknown) => {
        throw runFailure(this.device, error);
      });
      return Object.fromEntries(fetches.map((name) => [name, into[name] ?? this.fromOrt(results[name]!)]));
    });
    this.tail = run.catch(() => undefined);
    return run;
  }

  /**
   * Frees the session once what runs has ended and the last tensor that it left on the device is disposed: a WebGPU
   * tensor used or freed after its session, or after the last session of the process, ends the process.
   */
  async dispose(): Promise<void> {
    await this.tail;
    this.disposed = true;
    if (this.leased === 0) await this.session.release();
  }

  private toOrt(tensor: HostTensor | DeviceTensor): Tensor {
    if (tensor instanceof DeviceTensor) return tensor.handle;
    return new this.runtime.Tensor(tensor.dtype, tensor.data as Float32Array, tensor.dims) as Tensor;
  }

  private fromOrt(tensor: Tensor): HostTensor | DeviceTensor {
    const dtype = tensor.type as DType;
    if (tensor.location !== 'gpu-buffer') return hostTensor(dtype, tensor);
    this.leased++;
    return new DeviceTensor(dtype, tensor.dims, tensor, async () => {
      this.leased--;
      if (this.disposed && this.leased === 0) await this.session.release();
    });
  }
}

function isGraph(source: Graph | Uint8Array | string): source is Graph {
  return typeof source === 'object' && 'nodes' in source;
}

function sessionOptions(
  { device, threads, deviceOutputs = [] }: ExecutableOptions,
  stored: Readonly<Record<string, HostTensor>>,
): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    // With the pattern, activation memory is held twice after the first run.
    enableMemPattern: false,
    logSeverityLevel: 4,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    externalData: Object.entries(stored).map(([path, { data }]) => ({
      path,
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    })),
    ...(deviceOutputs.length === 0
      ? {}
      : { preferredOutputLocation: Object.fromEntries(deviceOutputs.map((name) => [name, 'gpu-buffer'])) }),
  };
}

function tensorType(metadata: InferenceSession.ValueMetadata): TensorType {
  if (!metadata.isTensor) throw new Error(`${metadata.name} is not a tensor`);
  return { name: metadata.name, dtype: metadata.type as DType, shape: metadata.shape };
}

function checkFeeds(inputs: readonly TensorType[], feeds: Feeds): void {
  for (const name of Object.keys(feeds))
    if (!inputs.some((input) => input.name === name)) throw new Error(`feed ${name}: the graph has no such input`);
  const sizes = new Map<string, number>();
  for (const { name, dtype, shape } of inputs) {
    const feed = feeds[name];
    if (feed === undefined) throw new Error(`feed ${name}: missing, expected ${dtype} [${shape.join(', ')}]`);
    if (feed.dtype !== dtype) throw new Error(`feed ${name}: type ${feed.dtype}, expected ${dtype}`);
    if (feed.dims.length !== shape.length)
      throw new Error(`feed ${name}: [${feed.dims.join(', ')}], expected rank ${shape.length}, [${shape.join(', ')}]`);
    shape.forEach((expected, axis) => checkDimension(name, axis, feed.dims[axis]!, expected, sizes));
    if (!(feed instanceof DeviceTensor)) checkData(name, feed);
  }
}

function checkDimension(
  name: string,
  axis: number,
  found: number,
  expected: number | string,
  sizes: Map<string, number>,
): void {
  const size = typeof expected === 'number' ? expected : expected === '' ? found : (sizes.get(expected) ?? found);
  if (found !== size) throw new Error(`feed ${name}: dimension ${axis} is ${found}, expected ${size}`);
  if (typeof expected === 'string') sizes.set(expected, found);
}

function checkData(name: string, { dtype, dims, data }: HostTensor): void {
  if (data.length !== sizeOf(dims))
    throw new Error(`feed ${name}: ${data.length} values for [${dims.join(', ')}], expected ${sizeOf(dims)}`);
  const expected = allocate(dtype, 0).constructor;
  if (data.constructor !== expected)
    throw new Error(`feed ${name}: ${dtype} held in ${data.constructor.name}, expected ${expected.name}`);
}

function hostTensor(dtype: DType, { data, dims }: Tensor): HostTensor {
  const values = data as HostTensor['data'];
  // Runtimes that have Float16Array get one; the program holds half precision as bits everywhere.
  const held = dtype === 'float16' ? new Uint16Array(values.buffer, values.byteOffset, values.length) : values;
  return { dtype, dims, data: held };
}
