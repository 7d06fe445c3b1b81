/**
 * The part of a builder that every operator shares: inputs, constants, scopes and segments, and nodes whose types are
 * checked as they are made.
 */
import type { Constant, DType, Graph, Node, OpAttributes, OpName, Shape, TypedArray, Value } from '../graph/graph';
import { allocate, formatType, sizeOf } from '../graph/shape';
import { ops } from './registry';
import { verify } from './verify';

export class NodeBuilder {
  private readonly inputs: Value[] = [];
  private readonly constants: Constant[] = [];
  private readonly sharedConstants = new Map<string, Value>();
  private readonly producers = new Map<number, Node>();
  private readonly made: Node[] = [];
  private nextId = 0;
  private path = '';
  private currentSegment: string | undefined;

  /** All nodes so far, in the order made. */
  get nodes(): readonly Node[] {
    return this.made;
  }

  /** The node that made a value; undefined for inputs and constants. */
  producer(value: Value): Node | undefined {
    return this.producers.get(value.id);
  }

  // --- leaves -------------------------------------------------------------------------------------------------------

  /** A tensor fed at every run. Names are unique in a graph. */
  input(name: string, dtype: DType, shape: Shape): Value {
    if (this.inputNamed(name) !== undefined) throw new Error(`two inputs are named ${name}`);
    const value = { id: this.nextId++, dtype, shape, name };
    this.inputs.push(value);
    return value;
  }

  /** The input of this name, if there is one. */
  inputNamed(name: string): Value | undefined {
    return this.inputs.find((input) => input.name === name);
  }

  /** A small value known now. A single number fills the shape. */
  constant(values: number | TypedArray | readonly number[], shape: Shape = [], dtype: DType = 'float32'): Value {
    const data = constantData(values, shape, dtype);
    const key = data.length <= 16 ? `${dtype}[${shape.join()}]${data.join()}` : undefined;
    const shared = key === undefined ? undefined : this.sharedConstants.get(key);
    if (shared !== undefined) return shared;
    const value = { id: this.nextId++, dtype, shape };
    this.constants.push({ value, data });
    if (key !== undefined) this.sharedConstants.set(key, value);
    return value;
  }

  // --- structure ----------------------------------------------------------------------------------------------------

  /** Labels the nodes made within, for people: nested scopes are joined by `/`. */
  scope<T>(name: string, make: () => T): T {
    const outer = this.path;
    this.path = outer === '' ? name : `${outer}/${name}`;
    try {
      return make();
    } finally {
      this.path = outer;
    }
  }

  /**
   * A scope that recomputation treats as one piece: with `recompute: 'layer'` only what enters and leaves it is kept.
   */
  segment<T>(name: string, make: () => T): T {
    const outer = this.currentSegment;
    return this.scope(name, () => {
      this.currentSegment = this.path;
      try {
        return make();
      } finally {
        this.currentSegment = outer;
      }
    });
  }

  /** Checks an operator's inputs, infers its output and adds the node. The methods below are its typed forms. */
  apply<K extends OpName>(op: K, inputs: readonly Value[], attributes: OpAttributes[K]): Value {
    let type: { dtype: DType; shape: Shape };
    try {
      type = ops[op].infer(inputs, attributes);
    } catch (error) {
      const where = this.path === '' ? '' : ` in ${this.path}`;
      throw new Error(`${op}${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    const output: Value = { id: this.nextId++, ...type };
    const segment = this.currentSegment;
    const node = { op, inputs, output, attributes, scope: this.path, ...(segment === undefined ? {} : { segment }) };
    this.made.push(node as Node);
    this.producers.set(output.id, node as Node);
    return output;
  }

  /** The graph that makes these outputs, without the nodes and constants that none of them needs; verified. */
  graph(outputs: Readonly<Record<string, Value>>): Graph {
    const needed = new Set(Object.values(outputs).map((value) => value.id));
    const nodes: Node[] = [];
    for (let i = this.made.length - 1; i >= 0; i--) {
      const node = this.made[i]!;
      if (!needed.has(node.output.id)) continue;
      nodes.push(node);
      for (const input of node.inputs) needed.add(input.id);
    }
    const graph = {
      inputs: this.inputs.slice(),
      constants: this.constants.filter((constant) => needed.has(constant.value.id)),
      nodes: nodes.reverse(),
      outputs: Object.entries(outputs).map(([name, value]) => ({ name, value })),
    };
    verify(graph);
    return graph;
  }
}

function constantData(values: number | TypedArray | readonly number[], shape: Shape, dtype: DType): TypedArray {
  const data = allocate(dtype, sizeOf(shape));
  if (typeof values === 'number') {
    if (data instanceof BigInt64Array) data.fill(BigInt(values));
    else data.fill(values);
    return data;
  }
  if (values.length !== data.length) throw new Error(`${values.length} values for ${formatType({ dtype, shape })}`);
  for (let i = 0; i < data.length; i++)
    data[i] = data instanceof BigInt64Array ? BigInt(values[i]!) : Number(values[i]);
  return data;
}
