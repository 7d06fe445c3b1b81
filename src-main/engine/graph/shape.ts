import type { DType, Shape, TypedArray, Value } from './graph';

/** Number of elements; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Equal in rank and every dimension; nothing is broadcast. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The shape both broadcast to by numpy's rule, or undefined where they do not. */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const out: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    out.push(x === 1 ? y : x);
  }
  return out;
}

/** An axis counted from the front; negative ones count from the back. */
export function positiveAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank)
    throw new Error(`axis ${axis} of a rank ${rank} value`);
  return positive;
}

const shortNames: Record<DType, string> = {
  float32: 'f32',
  float16: 'f16',
  int32: 'i32',
  int64: 'i64',
  bool: 'bool',
  uint8: 'u8',
  int8: 'i8',
};

/** `f32[2, 3]`, as the printer and messages show a value's type. */
export function formatType(value: Pick<Value, 'dtype' | 'shape'>): string {
  return `${shortNames[value.dtype]}[${value.shape.join(', ')}]`;
}

/** Whether values of a type can have a gradient. */
export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float16';
}

/** A zeroed array that holds `length` elements of a type; float16 is stored as its bits. */
export function allocate(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(length);
    case 'float16':
      return new Uint16Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'int64':
      return new BigInt64Array(length);
    case 'bool':
    case 'uint8':
      return new Uint8Array(length);
    case 'int8':
      return new Int8Array(length);
  }
}
