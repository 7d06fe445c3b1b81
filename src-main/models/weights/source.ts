/**
 * Weights on disk. Promises of every reader here: opening reads headers only; a tensor is read by its byte range when
 * it is asked for; a damaged file is refused at opening, with a sentence that says where it is damaged.
 */
import { open, stat } from 'node:fs/promises';
import { UserError } from '../../common/errors';

/** Named tensors that are read one at a time. */
export interface TensorSource {
  /** Shape of every tensor, row-major (the last dimension is contiguous). */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** The values of a tensor as float32, whatever they are stored as. */
  read(name: string): Promise<Float32Array>;
}

/** Numbers of a tensor; 1 for a scalar's empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Size of a weights file in bytes. */
export async function weightsSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new UserError(
      'weights-missing',
      `Missing weights file ${path}.`,
      'Check the path, or download the model again.',
      { cause },
    );
  }
}

const largestRead = 1 << 30;

/** Bytes `[start, start + length)` of a file, in a buffer of their own (so that any typed array can view them). */
export async function readRange(path: string, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const file = await open(path, 'r');
  try {
    let done = 0;
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, Math.min(length - done, largestRead), start + done);
      if (bytesRead === 0) throw truncated(path, start + done, start + length);
      done += bytesRead;
    }
  } finally {
    await file.close();
  }
  return bytes;
}

/** @param size bytes of the file; @param expected bytes by its header */
export function truncated(path: string, size: number, expected: number): UserError {
  return new UserError(
    'weights-truncated',
    `Invalid weights file ${path}: it ends at byte ${size}, but its header tells of ${expected} bytes. The file is truncated.`,
    'Copy or download the file again.',
  );
}

/** A weights file without a tensor that its model needs. */
export function missingTensor(path: string, name: string): UserError {
  return new UserError(
    'weights-missing-tensor',
    `Missing tensor "${name}" in ${path}.`,
    'Check that the file belongs to this model and was downloaded completely.',
  );
}
