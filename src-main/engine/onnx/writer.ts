/**
 * Writes a graph as an ONNX model: IR version 8, operator set 18 and ONNX Runtime's own `com.microsoft` operators.
 * Inputs and outputs keep their names; values between are `#n`.
 */
import type { DType, Graph, Node, OpName, Shape, TypedArray, Value } from '../graph/graph';
import type { Emission, OnnxAttribute, OnnxAttributes, OnnxDomain } from '../ops/definition';
import { onnxTypes } from '../ops/elementwise';
import { ops } from '../ops/registry';
import { bytes, float, integer, integers, message } from './protobuf';

interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: OnnxAttributes;
  readonly domain: OnnxDomain;
  readonly name: string;
}

export interface OnnxOptions {
  /**
   * Names of inputs that become stored weights, so that the runtime can arrange them for its kernels once. Each is
   * external data in a file of its own name.
   */
  readonly stored?: readonly string[];
}

/** The bytes of an ONNX file. */
export function writeOnnx(graph: Graph, { stored = [] }: OnnxOptions = {}): Uint8Array {
  const emitted = new GraphEmission(graph);
  const isStored = (input: Value) => stored.includes(input.name!);
  const weights = graph.inputs.filter(isStored).map(externalTensor);
  const fed = graph.inputs.filter((input) => !isStored(input));
  const onnxGraph = message(
    ...leavesLast(emitted.nodes).map((node) => bytes(1, encodeNode(node))),
    bytes(2, 'graph'),
    ...[...emitted.initializers, ...weights].map((initializer) => bytes(5, initializer)),
    ...fed.map((input) => bytes(11, valueInfo(input.name!, input))),
    ...graph.outputs.map(({ name, value }) => bytes(12, valueInfo(name, value))),
  );
  const opset = (domain: OnnxDomain, version: number) => bytes(8, message(bytes(1, domain), integer(2, version)));
  return message(
    integer(1, 8),
    bytes(2, 'GAD Workbench'),
    bytes(7, onnxGraph),
    opset('', 18),
    opset('com.microsoft', 1),
  );
}

/** Turns our nodes into ONNX nodes, one or several each, and collects the small tensors they need. */
class GraphEmission {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Uint8Array[] = [];
  private readonly names = new Map<number, string>();
  private readonly sharedTensors = new Map<string, string>();
  private nextName = 0;

  constructor(graph: Graph) {
    graph.inputs.forEach((input) => this.names.set(input.id, input.name!));
    for (const { value, data } of graph.constants)
      this.names.set(value.id, this.tensor(value.dtype, value.shape, data));
    const produced = new Set(graph.nodes.map((node) => node.output.id));
    const copies: (readonly [from: Value, to: string])[] = [];
    for (const { name, value } of graph.outputs) {
      if (produced.has(value.id) && !this.names.has(value.id)) this.names.set(value.id, name);
      else copies.push([value, name]);
    }
    for (const node of graph.nodes) this.emit(node);
    for (const [value, to] of copies) this.add('Identity', [this.nameOf(value)], to, {}, '', 'output');
  }

  private emit<K extends OpName>(node: Node<K>): void {
    const inputs = node.inputs.map((input) => this.nameOf(input));
    const label = node.scope === '' ? node.op : `${node.scope}/${node.op}`;
    const emission: Emission = {
      inputs,
      result: (type, from, attributes = {}, domain = '') =>
        this.add(type, from, this.nameOf(node.output), attributes, domain, label),
      step: (type, from, attributes = {}) => this.add(type, from, this.freshName(), attributes, '', label),
      tensor: (dtype, shape, data) => this.tensor(dtype, shape, data),
      integers: (values) => this.tensor('int64', [values.length], BigInt64Array.from(values, BigInt)),
    };
    ops[node.op].emit(emission, node);
  }

  private add(
    type: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxAttributes,
    domain: OnnxDomain,
    label: string,
  ): string {
    this.nodes.push({ type, inputs, output, attributes, domain, name: `${label} ${this.nodes.length}` });
    return output;
  }

  private tensor(dtype: DType, shape: Shape, data: TypedArray): string {
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = raw.length <= 128 ? `${dtype}[${shape.join()}]${raw.join()}` : undefined;
    const known = key === undefined ? undefined : this.sharedTensors.get(key);
    if (known !== undefined) return known;
    const name = this.freshName();
    if (key !== undefined) this.sharedTensors.set(key, name);
    this.initializers.push(message(tensorHead(name, dtype, shape), bytes(9, raw)));
    return name;
  }

  private nameOf(value: Value): string {
    let name = this.names.get(value.id);
    if (name === undefined) {
      name = this.freshName();
      this.names.set(value.id, name);
    }
    return name;
  }

  private freshName(): string {
    return `#${this.nextName++}`;
  }
}

/**
 * ONNX Runtime walks depth first from the leaves, the last one first. With the leaves (gradients, above all) at the
 * end, those that need the least behind the others, each is computed as soon as it can be, and the activations it needs
 * are freed: without this everything is kept to the end and recomputation saves nothing.
 */
function leavesLast(nodes: readonly OnnxNode[]): OnnxNode[] {
  const used = new Set(nodes.flatMap((node) => node.inputs));
  const position = new Map(nodes.map((node, index) => [node.output, index]));
  const ready = (leaf: OnnxNode) => Math.max(...leaf.inputs.map((input) => position.get(input) ?? -1));
  const leaves = nodes.filter((node) => !used.has(node.output)).sort((a, b) => ready(b) - ready(a));
  return [...nodes.filter((node) => used.has(node.output)), ...leaves];
}

function encodeNode(node: OnnxNode): Uint8Array {
  return message(
    ...node.inputs.map((input) => bytes(1, input)),
    bytes(2, node.output),
    bytes(3, node.name),
    bytes(4, node.type),
    ...Object.entries(node.attributes).map(([name, value]) => bytes(5, encodeAttribute(name, value))),
    bytes(7, node.domain),
  );
}

function encodeAttribute(name: string, value: OnnxAttribute): Uint8Array {
  const typed = (type: number, content: Uint8Array) => message(bytes(1, name), content, integer(20, type));
  if (typeof value === 'number') return typed(2, integer(3, value));
  if (typeof value === 'string') return typed(3, bytes(4, value));
  if ('float' in value) return typed(1, float(2, value.float));
  return typed(7, integers(8, value));
}

function tensorHead(name: string, dtype: DType, shape: Shape): Uint8Array {
  return message(integers(1, shape), integer(2, onnxTypes[dtype]), bytes(8, name));
}

function externalTensor({ name, dtype, shape }: Value): Uint8Array {
  const entry = (key: string, value: string) => bytes(13, message(bytes(1, key), bytes(2, value)));
  return message(tensorHead(name!, dtype, shape), entry('location', name!), integer(14, 1));
}

function valueInfo(name: string, { dtype, shape }: Pick<Value, 'dtype' | 'shape'>): Uint8Array {
  const dimensions = shape.map((dimension) => bytes(1, integer(1, dimension)));
  const tensorType = message(integer(1, onnxTypes[dtype]), bytes(2, message(...dimensions)));
  return message(bytes(1, name), bytes(2, bytes(1, tensorType)));
}
