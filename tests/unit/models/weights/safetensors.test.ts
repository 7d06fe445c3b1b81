import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { float32, int32 } from '../../../../src-main/engine/runtime/tensor';
import {
  encodeSafetensors,
  openSafetensors,
  openSafetensorsFolder,
} from '../../../../src-main/models/weights/safetensors';
import { refusal, temporaryFolder } from '../folder';

/** A file with a given header and data. */
async function write(header: unknown, data: Uint8Array, path?: string): Promise<string> {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = path ?? join(await temporaryFolder(), 'x.safetensors');
  await writeFile(file, Buffer.concat([length, text, data]));
  return file;
}

const entry = (dtype: string, shape: number[], start: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [start, end],
});
const bytes = (...arrays: ArrayBufferView[]) =>
  Buffer.concat(arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)));

describe('reading safetensors', () => {
  it('gives F32, F16 and BF16 as float32 and I32 and I64 as integers', async () => {
    const data = bytes(
      Float32Array.of(1.5, -2),
      Uint16Array.of(0x3c00, 0xc000),
      Uint16Array.of(0x3fc0, 0xff80),
      Int32Array.of(-7),
      BigInt64Array.of(-8n),
    );
    const header = {
      __metadata__: { format: 'pt' },
      single: entry('F32', [2], 0, 8),
      half: entry('F16', [1, 2], 8, 12),
      brain: entry('BF16', [2], 12, 16),
      short: entry('I32', [1], 16, 20),
      long: entry('I64', [], 20, 28),
    };
    const file = await openSafetensors(await write(header, data));
    expect([...(await file.read('single'))]).toEqual([1.5, -2]);
    expect([...(await file.read('half'))]).toEqual([1, -2]);
    expect([...(await file.read('brain'))]).toEqual([1.5, -Infinity]);
    expect([...(await file.readIntegers('short'))]).toEqual([-7]);
    expect([...(await file.readIntegers('long'))]).toEqual([-8]);
    expect(file.shapes.get('half')).toEqual([1, 2]);
    expect(file.shapes.has('__metadata__')).toBe(false);
  });

  it('reads back what it writes', async () => {
    const path = join(await temporaryFolder(), 'x.safetensors');
    const half = { dtype: 'float16', dims: [3], data: Uint16Array.of(1, 2, 0x3c00) } as const;
    const tensors = new Map([
      ['a', float32([2, 1], [1, 2])],
      ['half', half],
      ['ids', int32([2], [3, 4])],
    ]);
    await writeFile(path, encodeSafetensors(tensors, { format: 'pt' }));
    const file = await openSafetensors(path);
    expect([...(await file.read('a'))]).toEqual([1, 2]);
    expect((await file.read('half'))[2]).toBe(1);
    expect([...(await file.readIntegers('ids'))]).toEqual([3, 4]);
  });

  it('reads the shards of an index as one', async () => {
    const folder = await temporaryFolder();
    await write({ a: entry('F32', [1], 0, 4) }, bytes(Float32Array.of(1)), join(folder, 'one.safetensors'));
    await write({ b: entry('F32', [1], 0, 4) }, bytes(Float32Array.of(2)), join(folder, 'two.safetensors'));
    const index = { weight_map: { a: 'one.safetensors', b: 'two.safetensors' } };
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    const source = await openSafetensorsFolder(folder);
    expect([...(await source.read('a')), ...(await source.read('b'))]).toEqual([1, 2]);
  });
});

describe('refusing safetensors', () => {
  const invalid = async (header: unknown, size: number) =>
    refusal(openSafetensors(await write(header, new Uint8Array(size))));

  it('that are truncated', async () => {
    expect(await invalid({ a: entry('F32', [4], 0, 16) }, 10)).toBe(
      'Invalid weights file DIR/x.safetensors: it ends at byte 73, but its header tells of 79 bytes. The file is truncated.',
    );
    const path = join(await temporaryFolder(), 'short.safetensors');
    await writeFile(path, Buffer.of(200, 0, 0, 0, 0, 0, 0, 0, 0x7b));
    expect(await refusal(openSafetensors(path))).toBe(
      'Invalid weights file DIR/short.safetensors: it ends at byte 9, but its header tells of 208 bytes. The file is truncated.',
    );
  });

  it('that are something else', async () => {
    const path = join(await temporaryFolder(), 'x.safetensors');
    await writeFile(path, 'no');
    expect(await refusal(openSafetensors(path))).toBe(
      'Invalid safetensors file DIR/x.safetensors: it has 2 bytes, too few for the length of its header.',
    );
    await writeFile(path, 'a text of some length');
    expect(await refusal(openSafetensors(path))).toMatch(
      /its first 8 bytes give a header of \d+ bytes, which no such file has\.$/,
    );
    expect(await invalid('[1', 0)).toBe(
      'Invalid safetensors file DIR/x.safetensors: its header of 2 bytes is not a JSON object.',
    );
    expect(await refusal(openSafetensors(join(await temporaryFolder(), 'gone.safetensors')))).toBe(
      'Missing weights file DIR/gone.safetensors.',
    );
  });

  it('whose tensors overlap, leave gaps, or have the wrong size', async () => {
    const at = 'Invalid safetensors file DIR/x.safetensors: ';
    expect(await invalid({ a: entry('F32', [2], 0, 8), b: entry('F32', [2], 4, 12) }, 12)).toBe(
      `${at}tensor "b" starts at byte 4 of the data, inside the one before it, which ends at 8.`,
    );
    expect(await invalid({ a: entry('F32', [1], 0, 4), b: entry('F32', [1], 8, 12) }, 12)).toBe(
      `${at}bytes 4 to 8 of the data, before tensor "b", belong to no tensor.`,
    );
    expect(await invalid({ a: entry('F16', [2, 2], 0, 4) }, 4)).toBe(
      `${at}tensor "a" (F16, [2, 2]) takes 4 bytes; expected 8.`,
    );
    expect(await invalid({ a: entry('F99', [1], 0, 4) }, 4)).toBe(`${at}tensor "a" has the unknown type F99.`);
    expect(await invalid({ a: { dtype: 'F32' } }, 4)).toBe(
      `${at}header entry "a" lacks a proper dtype, shape or data_offsets.`,
    );
    expect(await invalid({ a: entry('F32', [1], 0, 4) }, 9)).toBe(`${at}5 bytes follow the last tensor.`);
  });

  it('tensors that are asked for but absent or of another type', async () => {
    const file = await openSafetensors(await write({ a: entry('F64', [1], 0, 8) }, new Uint8Array(8)));
    expect(await refusal(file.read('b'))).toBe('Missing tensor "b" in DIR/x.safetensors.');
    expect(await refusal(file.read('a'))).toBe(
      'Unsupported: tensor "a" of DIR/x.safetensors is stored as F64; expected F32, F16 or BF16.',
    );
  });
});
