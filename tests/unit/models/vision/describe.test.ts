import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resourcesFolder } from '../../../../src-main/data/resources';
import { describeEncoder } from '../../../../src-main/models/vision/describe';
import { FrameEncoder } from '../../../../src-main/models/vision/encoder';

const shipped = join(resourcesFolder(), 'encoders', 'efficientnet-lite0');

/** A copy of the shipped encoder with changes to its description. */
function changed(change: (description: Record<string, unknown>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
  cpSync(join(shipped, 'efficientnet-lite0.onnx'), join(folder, 'efficientnet-lite0.onnx'));
  const description: Record<string, unknown> = {
    version: 1,
    name: 'Copy',
    file: 'efficientnet-lite0.onnx',
    input: { name: 'input', layout: 'NCHW', size: 224 },
    output: { name: 'embedding', dim: 1280 },
    crop: 0.875,
    mean: [127, 127, 127],
    std: [128, 128, 128],
  };
  change(description);
  writeFileSync(join(folder, 'encoder.json'), JSON.stringify(description));
  return folder;
}

describe('describeEncoder', () => {
  const line = 'EfficientNet-Lite0, 224 × 224 pixels, 1,280 numbers a frame';

  it('says in a line what the shipped encoder is, by folder and by file', async () => {
    expect(await describeEncoder(shipped)).toBe(line);
    expect(await describeEncoder(join(shipped, 'efficientnet-lite0.onnx'))).toBe(line);
  });

  it.each(['siglip-base-patch16-224', 'siglip-large-patch16-384'])(
    'stretches pictures to a square as SigLIP does, and says so: %s',
    async (name) => {
      const text = await readFile(join(resourcesFolder(), 'encoders', 'descriptions', `${name}.json`), 'utf8');
      const { crop } = JSON.parse(text) as { crop: unknown };
      const encoder = await FrameEncoder.open(
        changed((description) => (description['crop'] = crop)),
        'cpu',
      );
      expect(encoder.preprocessing).toMatch(/^stretched to a square, bicubic 224/);
      const edge = { rgb: new Uint8Array(48 * 32 * 3), width: 48, height: 32 };
      edge.rgb[0] = 255;
      expect(encoder.prepare(edge).some((value) => value > -127 / 128)).toBe(true);
      await encoder.dispose();
    },
  );

  it('names the folder without a description', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
    await expect(describeEncoder(join(folder, 'resnet.onnx'))).rejects.toMatchObject({
      code: 'encoder-description-missing',
      message: `Missing description of the encoder "resnet.onnx": there is no encoder.json in ${folder}.`,
    });
  });

  it('names the field that is wrong', async () => {
    const folder = changed((description) => (description['std'] = [128, 0, 128]));
    await expect(describeEncoder(folder)).rejects.toThrow(/encoder\.json: field std\.1: Too small/);
  });

  it('names the file that is gone', async () => {
    const folder = changed((description) => (description['file'] = 'gone.onnx'));
    await expect(describeEncoder(folder)).rejects.toThrow(`Missing encoder: there is no ${join(folder, 'gone.onnx')}.`);
  });
});

describe('an encoder whose description does not fit its file', () => {
  it('names the output that is not there', async () => {
    const folder = changed((description) => (description['output'] = { name: 'pooled', dim: 1280 }));
    await expect(FrameEncoder.open(folder, 'cpu')).rejects.toMatchObject({
      code: 'encoder-mismatch',
      message: `The encoder ${join(folder, 'efficientnet-lite0.onnx')} has no output "pooled", which its description names; it has "embedding", "logits".`,
      tip: 'Correct "output.name" in its encoder.json.',
    });
  });

  it('tells the width of its rows', async () => {
    const folder = changed((description) => (description['output'] = { name: 'logits', dim: 1280 }));
    const encoder = await FrameEncoder.open(folder, 'cpu');
    const picture = { rgb: new Uint8Array(48 * 32 * 3), width: 48, height: 32 };
    await expect(encoder.encode([encoder.prepare(picture)])).rejects.toThrow(
      'Output "logits" of the encoder Copy has 1000 numbers a frame; its description says 1280.',
    );
    await encoder.dispose();
  });
});
