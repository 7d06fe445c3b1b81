/**
 * The optimiser over arrays in the process's memory: parameters, gradients and moments side by side in one block that a
 * compiled SIMD loop updates in place, and that ONNX Runtime reads and writes without a copy.
 */
import { UserError } from '../../common/errors';
import { adamw, type Scalars, scalarNames } from './adamw';
import type { Arithmetic } from './arithmetic';
import { type StateKind, stateKinds } from './graphForm';
import { code, compileWasm, loop, type, type WasmFunction, type WasmType } from './wasm';

interface Compiled {
  update(bytes: number, ...scalars: number[]): void;
  sumOfSquares(bytes: number): number;
}

/** All trained values of a model, float32. */
export class HostMoments {
  private readonly arrays = new Map<string, Readonly<Record<StateKind, Float32Array>>>();
  private readonly compiled: Compiled;
  /** Bytes of one of the four regions. */
  private readonly region: number;
  private readonly gradients: Float32Array;

  /** @param lengths number of elements of each parameter */
  constructor(lengths: Readonly<Record<string, number>>) {
    const padded = Object.values(lengths).map((length) => Math.ceil(length / 4) * 16);
    this.region = padded.reduce((sum, bytes) => sum + bytes, 0);
    const pages = Math.max(1, Math.ceil((4 * this.region) / 65536));
    if (pages > 65536)
      throw new UserError(
        'too-many-parameters',
        `Unsupported number of trained values: ${this.region / 4}, expected at most ${2 ** 28}.`,
        'Choose a smaller LoRA rank.',
      );
    const functions = [updateFunction(this.region), sumOfSquaresFunction(this.region)];
    const { exports, buffer } = compileWasm<Compiled>(functions, pages);
    this.compiled = exports;
    this.gradients = new Float32Array(buffer, this.region, this.region / 4);
    let at = 0;
    Object.entries(lengths).forEach(([name, length], index) => {
      const from = at;
      const view = (kind: number) => new Float32Array(buffer, from + kind * this.region, length);
      const entries = stateKinds.map((kind, order) => [kind, view(order)] as const);
      this.arrays.set(name, Object.fromEntries(entries) as Record<StateKind, Float32Array>);
      at += padded[index]!;
    });
  }

  /** The live array of one kind of a parameter. */
  array(name: string, kind: StateKind): Float32Array {
    const arrays = this.arrays.get(name);
    if (arrays === undefined) throw new Error(`no parameter is named ${name}`);
    return arrays[kind];
  }

  /** Global norm of all gradients, summed in double precision. */
  gradientNorm(): number {
    return Math.sqrt(this.compiled.sumOfSquares(this.region));
  }

  update(scalars: Scalars<number>): void {
    this.compiled.update(this.region, ...scalarNames.map((name) => scalars[name]));
  }

  clearGradients(): void {
    this.gradients.fill(0);
  }
}

/** Addresses: the offset in a region (local `index`) plus the region's start. */
function address(index: number, region: number, kind: number): number[] {
  // Addresses above 2 GiB are negative as signed constants; the sum wraps to the right place.
  return [...code.get(index), ...code.i32Const((kind * region) | 0), ...code.i32Add];
}

/** (bytes, ...scalars): one pass over all elements, four at a time, as `adamw` says. */
function updateFunction(region: number): WasmFunction {
  const index = 1 + scalarNames.length;
  const locals: WasmType[] = [type.i32];
  const register = (): number => {
    locals.push(type.v128);
    return index + locals.length - 1;
  };
  const before: number[] = [];
  const body: number[] = [];
  const scalars = Object.fromEntries(
    scalarNames.map((name, order) => {
      const wide = register();
      before.push(...code.get(1 + order), ...code.splatFloat, ...code.set(wide));
      return [name, wide];
    }),
  ) as Scalars<number>;
  const emit = (operands: readonly number[], operation: readonly number[]): number => {
    const result = register();
    body.push(...operands.flatMap(code.get), ...operation, ...code.set(result));
    return result;
  };
  const arithmetic: Arithmetic<number> = {
    add: (x, y) => emit([x, y], code.add),
    sub: (x, y) => emit([x, y], code.sub),
    mul: (x, y) => emit([x, y], code.mul),
    div: (x, y) => emit([x, y], code.div),
    sqrt: (x) => emit([x], code.sqrt),
  };
  const [parameter, gradient, first, second] = stateKinds.map((_, kind) => {
    const loaded = register();
    body.push(...address(index, region, kind), ...code.load, ...code.set(loaded));
    return loaded;
  }) as [number, number, number, number];
  const updated = adamw(arithmetic, { parameter, gradient, first, second }, scalars);
  for (const [kind, value] of Object.entries(updated))
    body.push(...address(index, region, stateKinds.indexOf(kind as StateKind)), ...code.get(value), ...code.store);
  return {
    name: 'update',
    parameters: [type.i32, ...scalarNames.map(() => type.f32)],
    results: [],
    locals,
    body: [...before, ...loop(index, 0, 16, body)],
  };
}

/** (bytes) -> sum of the squared gradients, two doubles at a time. */
function sumOfSquaresFunction(region: number): WasmFunction {
  const [bytes, index, sum, two] = [0, 1, 2, 3];
  const loadTwo = [...address(index, region, stateKinds.indexOf('gradient')), ...code.loadHalf, ...code.promote];
  const square = [...code.set(two), ...code.get(two), ...code.get(two), ...code.mulDoubles];
  const addToSum = [...code.get(sum), ...code.addDoubles, ...code.set(sum)];
  const lane = (number: number) => [...code.get(sum), ...code.extractDouble(number)];
  return {
    name: 'sumOfSquares',
    parameters: [type.i32],
    results: [type.f64],
    locals: [type.i32, type.v128, type.v128],
    body: [...loop(index, bytes, 8, [...loadTwo, ...square, ...addToSum]), ...lane(0), ...lane(1), ...code.f64Add],
  };
}
