import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resourcesFolder } from '../../../../src-main/data/resources';
import { writeOnnx } from '../../../../src-main/engine/onnx/writer';
import { Builder } from '../../../../src-main/engine/ops/builder';
import { EncoderDescription, readDescription } from '../../../../src-main/models/vision/describe';
import { FrameEncoder } from '../../../../src-main/models/vision/encoder';
import { pictureTokens } from '../../../../src-main/models/vision/pictureTokens';

const described = (values: object): EncoderDescription =>
  EncoderDescription.parse({
    version: 1,
    name: 'Toy',
    file: 'toy.onnx',
    input: { name: 'pixels', layout: 'NHWC', size: 4 },
    output: { name: 'states', dim: 3, token: 0 },
    crop: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    ...values,
  });

const count = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('visual tokens of a picture', () => {
  it('are the class token and the patches averaged to a grid, bins as PyTorch has them', () => {
    // One number a token: class token 0, then 5 × 5 patches 1 to 25; AdaptiveAvgPool2d(3) gives bins 0-1, 1-3, 3-4.
    const description = described({
      output: { name: 'states', dim: 1, token: 0 },
      grid: { name: 'states', side: 3, skip: 1 },
    });
    const tokens = pictureTokens(description, () => count(26), 1);
    expect([...tokens]).toEqual([0, 4, 5.5, 7, 11.5, 13, 14.5, 19, 20.5, 22]);
  });

  it('stay apart for each picture, each with all its numbers', () => {
    const description = described({
      output: { name: 'pooled', dim: 2 },
      grid: { name: 'states', side: 1 },
    });
    const outputs: Record<string, Float32Array> = { pooled: Float32Array.of(1, 2, 3, 4), states: count(16) };
    expect([...pictureTokens(description, (name) => outputs[name]!, 2)]).toEqual([1, 2, 3, 4, 3, 4, 11, 12]);
  });

  it('that do not fit the description are told', () => {
    const grid = { name: 'states', side: 3, skip: 1 };
    expect(() => pictureTokens(described({ grid }), () => count(3 * 25), 1)).toThrow(
      'Output "states" of the encoder Toy has 75 numbers a frame; its description says 1 tokens and a square of patches, each of 3.',
    );
    expect(() => pictureTokens(described({}), () => count(8), 1)).toThrow(
      'Output "states" of the encoder Toy has 8 numbers a frame; its description says tokens of 3.',
    );
  });
});

describe('an ONNX encoder of several visual tokens', () => {
  it('gives them for each picture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
    // The network hands its pixels on: 16 patches of red, green, blue behind their mean,
    // which stands for a class token.
    const b = new Builder();
    const pixels = b.input('pixels', 'float32', [2, 4, 4, 3]);
    const patches = b.reshape(pixels, [2, 16, 3]);
    const states = b.concat([b.reduceMean(patches, [1], true), patches], 1);
    writeFileSync(join(folder, 'toy.onnx'), writeOnnx(b.graph({ states })));
    writeFileSync(
      join(folder, 'encoder.json'),
      JSON.stringify(described({ grid: { name: 'states', side: 2, skip: 1 } })),
    );
    const encoder = await FrameEncoder.open(folder, 'cpu');
    expect([encoder.dim, encoder.tokens]).toEqual([3, 5]);
    expect(encoder.preprocessing).toContain('2 × 2 averaged patches');
    const picture = (value: number) =>
      encoder.prepare({ rgb: new Uint8Array(48).map((_, i) => value + (i % 3)), width: 4, height: 4 });
    const rows = await encoder.encode([picture(10), picture(100)]);
    const token = (value: number) => [value, value + 1, value + 2];
    expect([...rows]).toEqual([10, 10, 10, 10, 10, 100, 100, 100, 100, 100].flatMap(token));
    await encoder.dispose();
  });
});

describe('descriptions that come with the program', () => {
  const folder = join(resourcesFolder(), 'encoders', 'descriptions');
  it.each(readdirSync(folder))('%s can stand beside an ONNX file of that name', async (file) => {
    const target = mkdtempSync(join(tmpdir(), 'encoder-'));
    cpSync(join(folder, file), join(target, file));
    const onnx = join(target, file.replace('.json', '.onnx'));
    writeFileSync(onnx, '');
    const { description } = await readDescription(onnx);
    expect(description.file).toBe(file.replace('.json', '.onnx'));
    expect(description.grid?.side).toBe(3);
  });
});
