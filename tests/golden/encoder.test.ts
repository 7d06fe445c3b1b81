import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNpy } from '../../src-main/data/formats/npy';
import { resourcesFolder } from '../../src-main/data/resources';
import { FrameEncoder } from '../../src-main/models/vision/encoder';
import { resizeCentreSquare, type RgbPicture } from '../../src-main/models/vision/resize';
import { createCanvas } from '../../src-main/video/canvas';
import { decodeFrames } from '../../src-main/video/decode';
import { probeVideo } from '../../src-main/video/probe';
import { hasSharedData, sharedDataPath } from './goldenFolder';

/** Embeddings of the encoder as PyTorch's export gave them, from pictures that Pillow resized. */
const golden = sharedDataPath('models/efficientnet-lite0/golden');

interface GoldenFrame {
  name: string;
  source_clip: string;
  frame_index: number;
  frame_png: string;
  input_png: string;
  embedding: string;
}

async function readPng(name: string): Promise<RgbPicture> {
  const image = await loadImage(join(golden, name));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  return {
    rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)]!),
    width,
    height,
  };
}

async function expected(frame: GoldenFrame): Promise<Float32Array> {
  return (await readNpy(join(golden, frame.embedding))).data as Float32Array;
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const present = hasSharedData('models/efficientnet-lite0/golden/golden.json');

describe.runIf(present)('EfficientNet-Lite0', () => {
  // Tests that will be skipped are collected all the same.
  const list = present ? readFileSync(join(golden, 'golden.json'), 'utf8') : '{"frames":[]}';
  const { frames } = JSON.parse(list) as { frames: GoldenFrame[] };
  let encoder: FrameEncoder;
  beforeAll(async () => {
    encoder = await FrameEncoder.open(join(resourcesFolder(), 'encoders/efficientnet-lite0'), 'cpu');
  });
  afterAll(() => encoder.dispose());

  /** The picture as it enters the network, without crop and resize. */
  const normalised = ({ rgb }: RgbPicture) =>
    Float32Array.from({ length: rgb.length }, (_, i) => {
      const area = rgb.length / 3;
      return (rgb[3 * (i % area) + Math.floor(i / area)]! - 127) / 128;
    });

  it.each(frames)('$name: the embedding of the resized picture', async (frame) => {
    const embedding = await encoder.encode([normalised(await readPng(frame.input_png))]);
    const similarity = cosine(embedding, await expected(frame));
    process.stdout.write(`${frame.name} from its input: cosine ${similarity.toFixed(7)}\n`);
    expect(similarity).toBeGreaterThan(0.9999);
  });

  it.each(frames)('$name: the resized picture is Pillow’s, and so is the embedding', async (frame) => {
    const picture = await readPng(frame.frame_png);
    const side = Math.round(0.875 * Math.min(picture.width, picture.height));
    const resized = resizeCentreSquare(picture, side, 224);
    const input = await readPng(frame.input_png);
    expect(resized.filter((value, i) => value !== input.rgb[i]).length).toBe(0);
    expect(encoder.prepare(picture)).toEqual(normalised(input));
    expect(cosine(await encoder.encode([encoder.prepare(picture)]), await expected(frame))).toBeGreaterThan(0.9999);
  });

  it.runIf(hasSharedData('video/real')).each(frames)(
    '$name: the embedding of the frame decoded here',
    async (frame) => {
      const path = sharedDataPath('video/real', frame.source_clip);
      const { clock } = await probeVideo(path);
      for await (const picture of decodeFrames(path, { clock, frames: [frame.frame_index] })) {
        const reference = await readPng(frame.frame_png);
        const worst = picture.rgb.reduce((most, value, i) => Math.max(most, Math.abs(value - reference.rgb[i]!)), 0);
        const similarity = cosine(await encoder.encode([encoder.prepare(picture)]), await expected(frame));
        process.stdout.write(
          `${frame.name} decoded here: cosine ${similarity.toFixed(7)}, worst pixel ${worst} of 255\n`,
        );
        expect(similarity).toBeGreaterThan(0.9999);
      }
    },
  );

  it('gives each picture the same features alone and in a batch', async () => {
    const inputs = await Promise.all(frames.map(async (frame) => encoder.prepare(await readPng(frame.frame_png))));
    const together = await encoder.encode(inputs);
    for (const [i, input] of inputs.entries()) {
      const alone = await encoder.encode([input]);
      expect(cosine(alone, together.slice(i * encoder.dim, (i + 1) * encoder.dim))).toBeGreaterThan(0.999999);
    }
  });
});
