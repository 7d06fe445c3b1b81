import type { Tensor } from 'onnxruntime-common';
import type { DType, Shape, TypedArray } from '../graph/graph';
import { allocate, sizeOf } from '../graph/shape';

/** A dense row-major array in the process's own memory. float16 is held as 16-bit patterns (`common/float16`). */
export interface HostTensor {
  readonly dtype: DType;
  readonly dims: Shape;
  readonly data: TypedArray;
}

/**
 * A tensor in a device's memory, until it is disposed once. Its numbers are never read here: a
 * wrong read ends the process.
 */
export class DeviceTensor {
  constructor(
    readonly dtype: DType,
    readonly dims: Shape,
    /** ONNX Runtime's own tensor. */
    readonly handle: Tensor,
    /** Tells the session that made it. */
    private readonly freed: () => Promise<void>,
  ) {}

  async dispose(): Promise<void> {
    this.handle.dispose();
    await this.freed();
  }
}

/** A tensor of zeros. */
export function zeros(dtype: DType, dims: Shape): HostTensor {
  return { dtype, dims, data: allocate(dtype, sizeOf(dims)) };
}

/** A float32 tensor of these numbers. */
export function float32(dims: Shape, values: ArrayLike<number>): HostTensor {
  return { dtype: 'float32', dims, data: values instanceof Float32Array ? values : Float32Array.from(values) };
}

/** An int32 tensor of these numbers. */
export function int32(dims: Shape, values: ArrayLike<number>): HostTensor {
  return { dtype: 'int32', dims, data: values instanceof Int32Array ? values : Int32Array.from(values) };
}

/** The numbers of a float32 tensor. */
export function floats(tensor: HostTensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) throw new Error(`expected float32, found ${tensor.dtype}`);
  return tensor.data;
}

/** The one number of a float32 tensor with one element. */
export function scalar(tensor: HostTensor): number {
  const values = floats(tensor);
  if (values.length !== 1) throw new Error(`expected one number, found ${values.length}`);
  return values[0]!;
}
