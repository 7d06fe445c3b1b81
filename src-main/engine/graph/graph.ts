/**
 * The program as data: values with static shapes, nodes that make one value each from others, and a graph of them.
 * Nothing here knows what an operator means (`ops/`), how a file is written (`onnx/`) or what runs it (`runtime/`).
 */
export type DType = 'float32' | 'float16' | 'int32' | 'int64' | 'bool' | 'uint8' | 'int8';

export type Shape = readonly number[];

/** An edge of the graph: made by an input, a constant or exactly one node. */
export interface Value {
  readonly id: number;
  readonly dtype: DType;
  readonly shape: Shape;
  /** Given to inputs; other values are numbered by the printer and the writer. */
  readonly name?: string;
}

type None = Readonly<Record<string, never>>;
interface Reduction {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** Every operator and the attributes it takes. Adding a line here does not compile until `ops/` defines it. */
export interface OpAttributes {
  add: None;
  sub: None;
  mul: None;
  div: None;
  minimum: None;
  equal: None;
  greater: None;
  where: None;

  neg: None;
  square: None;
  sqrt: None;
  reciprocal: None;
  exp: None;
  log: None;
  sigmoid: None;
  silu: None;
  erf: None;
  tanh: None;
  relu: None;
  identity: None;
  cast: { readonly to: DType };

  matmul: { readonly transA: boolean; readonly transB: boolean };

  reduceSum: Reduction;
  reduceMean: Reduction;
  reduceMax: Reduction;
  softmax: None;
  logSoftmax: None;
  crossEntropy: None;

  reshape: { readonly shape: Shape };
  transpose: { readonly perm: readonly number[] };
  expand: { readonly shape: Shape };
  slice: { readonly axis: number; readonly start: number; readonly end: number };
  pad: { readonly axis: number; readonly before: number; readonly after: number };
  concat: { readonly axis: number };

  gather: None;
  scatterAdd: { readonly rows: number };
  scatterRows: None;

  rmsNorm: { readonly epsilon: number };
  rope: None;
}

export type OpName = keyof OpAttributes;

/** One application of an operator. */
export interface Node<K extends OpName = OpName> {
  readonly op: K;
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly attributes: OpAttributes[K];
  /** Where in the model the node was made, such as `layer.3/attention`; for people. */
  readonly scope: string;
  /** The recomputation segment it belongs to (see `Builder.segment`); absent outside any. */
  readonly segment?: string;
}

export type TypedArray = Float32Array | Uint16Array | Int32Array | BigInt64Array | Uint8Array | Int8Array;

/** A small value known when the graph is built; weights are inputs, not constants. */
export interface Constant {
  readonly value: Value;
  readonly data: TypedArray;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly constants: readonly Constant[];
  /** In an order in which every value is made before it is used. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}
