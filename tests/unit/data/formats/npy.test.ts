import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type NpyArray, readNpy, readNpyHeader, readNpyRows, writeNpy } from '../../../../src-main/data/formats/npy';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'npy-')), 'array.npy');
});

/** A version 1.0 file with this header text and these bytes behind it. */
async function writeRaw(dictionary: string, bytes: number): Promise<void> {
  const header = Buffer.from(dictionary, 'latin1');
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  await writeFile(path, Buffer.concat([start, header, Buffer.alloc(bytes)]));
}

describe('npy', () => {
  const arrays: NpyArray[] = [
    { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, -2.5, 3, 4, 5, NaN) },
    { dtype: 'float64', shape: [1], data: Float64Array.of(Math.PI) },
    { dtype: 'float16', shape: [3, 1], data: Uint16Array.of(0x3c00, 0xc000, 0x0001) },
    { dtype: 'int16', shape: [2], data: Int16Array.of(-32768, 32767) },
    { dtype: 'int32', shape: [1, 2, 1], data: Int32Array.of(-5, 5) },
    { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 62n), 7n) },
    { dtype: 'uint8', shape: [4], data: Uint8Array.of(0, 1, 254, 255) },
    { dtype: 'bool', shape: [2, 1], data: Uint8Array.of(1, 0) },
    { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
    { dtype: 'float32', shape: [], data: Float32Array.of(3) },
  ];
  for (const array of arrays) {
    it(`gives back ${array.dtype} of shape [${array.shape.join(', ')}]`, async () => {
      await writeNpy(path, array);
      expect(await readNpy(path)).toEqual(array);
      expect(await readNpyHeader(path)).toMatchObject({ dtype: array.dtype, shape: array.shape });
    });
  }

  it('writes the bytes numpy.save writes', async () => {
    await writeNpy(path, { dtype: 'int16', shape: [2], data: Int16Array.of(1, 2) });
    const dictionary = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";
    const header = `\x93NUMPY\x01\x00\x76\x00${dictionary.padEnd(117)}\n`;
    expect((await readFile(path)).toString('latin1')).toBe(`${header}\x01\x00\x02\x00`);
  });

  it('leaves nothing but the file beside it', async () => {
    await writeNpy(path, { dtype: 'uint8', shape: [1], data: Uint8Array.of(9) });
    expect(await readdir(join(path, '..'))).toEqual(['array.npy']);
  });

  it('writes and reads a view into a larger buffer', async () => {
    await writeNpy(path, { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2, 3, 4).subarray(1, 3) });
    expect((await readNpy(path)).data).toEqual(Float32Array.of(2, 3));
  });

  it('reads rows by range', async () => {
    await writeNpy(path, { dtype: 'float32', shape: [4, 2], data: Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31) });
    const rows = await readNpyRows(path, 1, 3);
    expect(rows).toEqual({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(10, 11, 20, 21) });
    expect((await readNpyRows(path, 4, 4)).shape).toEqual([0, 2]);
    await expect(readNpyRows(path, 3, 5)).rejects.toThrow(RangeError);
  });

  it('reads version 2 headers', async () => {
    const dictionary = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n";
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 2, 0, dictionary.length, 0, 0, 0]);
    await writeFile(path, Buffer.concat([start, Buffer.from(dictionary), Buffer.of(7)]));
    expect((await readNpy(path)).data).toEqual(Uint8Array.of(7));
  });

  it('refuses a truncated file and says where it ends', async () => {
    await writeNpy(path, { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) });
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length - 5));
    const sentence = `Invalid array file ${path}: it ends after 147 of 152 bytes.`;
    await expect(readNpy(path)).rejects.toThrow(sentence);
    await expect(readNpyRows(path, 0, 1)).rejects.toThrow(sentence);
    await writeFile(path, whole.subarray(0, 40));
    await expect(readNpyHeader(path)).rejects.toThrow(`Invalid array file ${path}: it ends inside its header.`);
  });

  it('puts Fortran order into C order, whole or by rows', async () => {
    // numpy.save of numpy.asfortranarray(numpy.arange(24, dtype='uint8').reshape(2, 3, 4)).
    const dictionary = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }\n";
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, dictionary.length, 0]);
    const stored = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];
    await writeFile(path, Buffer.concat([start, Buffer.from(dictionary), Buffer.from(stored)]));
    const all = Uint8Array.from({ length: 24 }, (_, i) => i);
    expect(await readNpy(path)).toEqual({ dtype: 'uint8', shape: [2, 3, 4], data: all });
    expect(await readNpyRows(path, 1, 2)).toEqual({ dtype: 'uint8', shape: [1, 3, 4], data: all.slice(12) });
  });

  it('reads big endian', async () => {
    // numpy.save of numpy.array([1, -2], dtype='>i2').
    const dictionary = "{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }\n";
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, dictionary.length, 0]);
    await writeFile(path, Buffer.concat([start, Buffer.from(dictionary), Buffer.of(0, 1, 0xff, 0xfe)]));
    expect(await readNpy(path)).toEqual({ dtype: 'int16', shape: [2], data: Int16Array.of(1, -2) });
  });

  it('refuses other element types', async () => {
    await writeRaw("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }\n", 8);
    await expect(readNpy(path)).rejects.toThrow(`Unsupported array file ${path}: element type '<c8', expected one of`);
    await writeRaw("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", 8);
    await expect(readNpy(path)).rejects.toThrow('pickled objects');
    await writeRaw("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n", 4);
    await expect(readNpy(path)).rejects.toThrow(': records, expected');
  });

  it('refuses what is no array, and what is not there', async () => {
    await expect(readNpy(path)).rejects.toThrow(`Missing array file ${path}.`);
    await writeFile(path, 'video,start,end\n');
    await expect(readNpy(path)).rejects.toThrow('it does not begin with the signature of NumPy arrays');
    await writeRaw("{'shape': (1,), }\n", 4);
    await expect(readNpy(path)).rejects.toThrow('its header lacks descr, fortran_order or shape');
  });
});
