/**
 * What defines an operator, in one place: the shape of its result, the ONNX nodes it becomes, and its gradient. The
 * registry (`registry.ts`) holds one definition for every name in `OpAttributes`, so a missing rule does not compile.
 */
import type { DType, Node, OpName, Shape, TypedArray, Value } from '../graph/graph';
// A circle of types: gradients are written with the builder, which checks and infers by these definitions.
import type { Builder } from './builder';

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;
export type OnnxDomain = '' | 'com.microsoft';

/** What an operator may ask of the ONNX writer. Names are those of ONNX values. */
export interface Emission {
  readonly inputs: readonly string[];
  /** Emits the node that makes the operator's output. Called once, last. */
  result(type: string, inputs: readonly string[], attributes?: OnnxAttributes, domain?: OnnxDomain): void;
  /** Emits a node on the way there and returns the name of its output. */
  step(type: string, inputs: readonly string[], attributes?: OnnxAttributes): string;
  /** A small tensor stored in the file; equal ones are stored once. */
  tensor(dtype: DType, shape: Shape, data: TypedArray): string;
  /** A list of int64, as ONNX takes axes and shapes. */
  integers(values: readonly number[]): string;
}

/** What a gradient rule sees. Asking for an input or the output may make it again instead of having kept it. */
export interface Backward<K extends OpName> {
  readonly b: Builder;
  readonly node: Node<K>;
  /** Gradient of the loss with respect to the output; of its shape and type. */
  readonly grad: Value;
  input(index: number): Value;
  output(): Value;
}

/**
 * One entry an input: how to make its gradient, called only where that gradient is wanted, or null where the input has
 * none (indices, conditions). A gradient may keep broadcast dimensions: they are summed where gradients are collected.
 */
export type GradientRule<K extends OpName> = (backward: Backward<K>) => readonly ((() => Value) | null)[];

/**
 * The memory setting from which on the backward pass makes a value again instead of keeping it: `none` always (casts of
 * frozen weights), `half` values that cost little beside a matrix product, `layer` everything inside a segment.
 */
export type Recompute = 'none' | 'half' | 'layer';

export interface OpDefinition<K extends OpName> {
  /** Type and shape of the output. Throws on inputs that do not fit. */
  infer(inputs: readonly Value[], attributes: Node<K>['attributes']): { dtype: DType; shape: Shape };
  emit(e: Emission, node: Node<K>): void;
  /** Null: not differentiable; a gradient that must pass through it is refused. */
  gradient: GradientRule<K> | null;
  madeAgainFrom: Recompute;
}

export type OpDefinitions<K extends OpName> = { readonly [P in K]: OpDefinition<P> };
