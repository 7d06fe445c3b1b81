/**
 * Writes a WebAssembly module with 128-bit SIMD loops over arrays in its memory, byte by byte: the fastest portable
 * arithmetic a JavaScript runtime has, and small enough to need no compiler beside it.
 */

export const type = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type WasmType = (typeof type)[keyof typeof type];

const simd = (code: number): number[] => [0xfd, ...unsigned(code)];

/** Instructions, named as in the WebAssembly specification. */
export const code = {
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  i32Const: (value: number) => [0x41, ...signed(value)],
  i32Add: [0x6a],
  i32LessUnsigned: [0x49],
  f64Add: [0xa0],
  /** Loads 16 bytes from the address on the stack plus a constant. */
  load: [...simd(0x00), 4, 0],
  store: [...simd(0x0b), 4, 0],
  /** Loads 8 bytes, the rest zero. */
  loadHalf: [...simd(0x5d), 3, 0],
  splatFloat: simd(0x13),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  sqrt: simd(0xe3),
  /** The two low floats as doubles. */
  promote: simd(0x5f),
  addDoubles: simd(0xf0),
  mulDoubles: simd(0xf2),
  extractDouble: (lane: number) => [...simd(0x21), lane],
} as const;

/**
 * Runs `body` while the local `index` counts from 0 below the local `end` in steps of
 * `stride`; zero rounds if end is 0.
 */
export function loop(index: number, end: number, stride: number, body: readonly number[]): number[] {
  const below = [...code.get(index), ...code.get(end), ...code.i32LessUnsigned];
  const advance = [...code.get(index), ...code.i32Const(stride), ...code.i32Add, ...code.set(index)];
  // if (index < end) { loop { body; advance; br_if (index < end) } }
  return [...below, 0x04, 0x40, 0x03, 0x40, ...body, ...advance, ...below, 0x0d, 0, 0x0b, 0x0b];
}

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly WasmType[];
  readonly results: readonly WasmType[];
  /** Types of the locals behind the parameters. */
  readonly locals: readonly WasmType[];
  readonly body: readonly number[];
}

/**
 * The standard JavaScript interface, as far as used here; no library of the compiler's declares it without a browser.
 */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Compiles functions over a new memory of some 64 KiB pages. @returns the functions by name, and the memory */
export function compileWasm<T>(functions: readonly WasmFunction[], pages: number): { exports: T; buffer: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const module = new WebAssembly.Module(wasmModule(functions));
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return { exports: exports as T, buffer: memory.buffer };
}

/** A module that imports its memory as `host.memory` and exports the functions. */
function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map((f) => [
    0x60,
    ...vector(f.parameters.map((t) => [t])),
    ...vector(f.results.map((t) => [t])),
  ]);
  const memory = [...text('host'), ...text('memory'), 0x02, 0x00, 0x00];
  const exports = functions.map((f, index) => [...text(f.name), 0x00, ...unsigned(index)]);
  const bodies = functions.map((f) => {
    const content = [...vector(f.locals.map((t) => [1, t])), ...f.body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, vector(types)),
    ...section(2, vector([memory])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(exports)),
    ...section(10, vector(bodies)),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return vector(Array.from(value, (character) => [character.charCodeAt(0)]));
}

/** LEB128. */
function unsigned(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  do {
    const low = rest & 127;
    rest >>>= 7;
    out.push(rest === 0 ? low : low | 128);
  } while (rest !== 0);
  return out;
}

function signed(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    out.push(done ? low : low | 128);
    if (done) return out;
  }
}
