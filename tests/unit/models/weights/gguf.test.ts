import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openGguf } from '../../../../src-main/models/weights/gguf';
import { openSafetensors } from '../../../../src-main/models/weights/safetensors';
import { fixture, refusal, temporaryFolder } from '../folder';

const blocks = fixture('gguf', 'blocks.gguf');

/** A copy of the file with some bytes changed or the end cut off. */
async function damaged(edit: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'x.gguf');
  await writeFile(path, edit(await readFile(blocks)));
  return path;
}

describe('reading GGUF', () => {
  it('dequantises every type bit for bit as the gguf package does', async () => {
    const file = await openGguf(blocks);
    const expected = await openSafetensors(fixture('gguf', 'blocks.safetensors'));
    expect([...file.shapes.keys()].sort()).toEqual([...expected.shapes.keys()].sort());
    expect(file.shapes.size).toBe(9);
    for (const [name, shape] of expected.shapes) {
      expect(file.shapes.get(name)).toEqual(shape);
      const values = new Uint32Array((await file.read(name)).buffer);
      const wanted = new Uint32Array((await expected.read(name)).buffer);
      expect({ name, values }).toEqual({ name, values: wanted });
    }
  });

  it('gives metadata of every kind', async () => {
    const { metadata } = await openGguf(blocks);
    const value = (key: string) => metadata.get(`test.${key}`);
    expect(['uint32', 'int32', 'uint64', 'float32', 'float64'].map(value)).toEqual([7, -7, 2 ** 40, 0.5, 0.1]);
    expect(['bool', 'string', 'array'].map(value)).toEqual([true, 'naïve', ['a', 'b']]);
  });
});

describe('refusing GGUF', () => {
  it('that is truncated, in its data or its header', async () => {
    const size = (await readFile(blocks)).length;
    expect(await refusal(openGguf(await damaged((bytes) => bytes.subarray(0, size - 100))))).toMatch(
      new RegExp(
        `^Invalid weights file DIR/x.gguf: it ends at byte ${size - 100}, but its header tells of \\d+ bytes. The file is truncated.$`,
      ),
    );
    expect(await refusal(openGguf(await damaged((bytes) => bytes.subarray(0, 60))))).toMatch(
      /The file is truncated\.$/,
    );
  });

  it('that is another file or another version', async () => {
    expect(await refusal(openGguf(await damaged((bytes) => bytes.fill(0, 0, 4))))).toBe(
      'Invalid GGUF file DIR/x.gguf: it does not begin with the letters GGUF.',
    );
    expect(await refusal(openGguf(await damaged((bytes) => bytes.fill(1, 4, 5))))).toBe(
      'Invalid GGUF file DIR/x.gguf: it is of version 1; expected 2 or 3, little-endian.',
    );
  });

  it('tensors of a type it does not read, by name', async () => {
    const path = await damaged((bytes) => {
      const name = bytes.indexOf('Q6_K');
      bytes.writeUInt32LE(10, name + 4 + 4 + 2 * 8);
      return bytes;
    });
    const file = await openGguf(path);
    expect(await refusal(file.read('Q6_K'))).toBe(
      'Unsupported: tensor "Q6_K" of DIR/x.gguf is stored as Q2_K; expected one of F32, F16, Q4_0, Q4_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16.',
    );
  });
});
