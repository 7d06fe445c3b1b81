import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../src-main/common/rng';
import { decodeFrames } from '../../../src-main/video/decode';
import { encodeVideo, type SourceFrame } from '../../../src-main/video/encode';
import type { EncodeSettings } from '../../../src-main/video/mp4';
import { probeVideo } from '../../../src-main/video/probe';

const dir = mkdtempSync(join(tmpdir(), 'encode-'));
const width = 64;
const height = 48;
const settings = (timeBase: number): EncodeSettings => ({ width, height, timeBase, crf: 20, preset: 'veryfast' });

/** One grey picture a time, brighter each time. */
async function* greys(times: readonly number[]): AsyncGenerator<SourceFrame> {
  for (const [k, pts] of times.entries()) yield { rgba: new Uint8Array(width * height * 4).fill(16 + 4 * k), pts };
}

describe('encodeVideo', () => {
  it('writes frames at a constant rate that a browser plays', async () => {
    const path = join(dir, 'constant.mp4');
    await encodeVideo(path, settings(25), greys(Array.from({ length: 50 }, (_, k) => k)));
    const probe = await probeVideo(path);
    expect(probe).toMatchObject({
      width,
      height,
      codec: 'h264',
      frames: 50,
      fps: 25,
      variableRate: false,
      playable: true,
    });
    expect(probe.duration).toBeCloseTo(2, 9);
  });

  it('keeps the given time of every frame', async () => {
    const times = [0, 3000, 9000, 9900, 20000, 65000, 65001, 70000];
    const path = join(dir, 'variable.mp4');
    await encodeVideo(path, settings(90000), greys(times));
    const { clock, variableRate } = await probeVideo(path);
    expect(variableRate).toBe(true);
    expect([...clock.times].map((time) => Math.round(time * 90000))).toEqual(times);
    expect(clock.end * 90000).toBeGreaterThan(70000);
  });

  it('keeps the pictures', async () => {
    const path = join(dir, 'pictures.mp4');
    await encodeVideo(path, settings(10), greys(Array.from({ length: 30 }, (_, k) => k)));
    const { clock } = await probeVideo(path);
    for await (const { index, rgb } of decodeFrames(path, { clock, frames: [0, 7, 29] })) {
      const middle = rgb[(24 * width + 32) * 3]!;
      expect(Math.abs(middle - (16 + 4 * index))).toBeLessThanOrEqual(3);
    }
  });

  it('gives the same bytes again, also while others are encoded', async () => {
    const [width, height] = [640, 360];
    async function* noise(): AsyncGenerator<SourceFrame> {
      const rng = new Rng(7);
      for (let pts = 0; pts < 30; pts++) {
        const rgba = Uint8Array.from({ length: width * height * 4 }, (_, k) => (((k >> 2) % width) + 3 * pts) & 255);
        for (let k = 0; k < 2000; k++) rgba[rng.below(rgba.length)] = 255;
        yield { rgba, pts };
      }
    }
    const written = await Promise.all(
      Array.from({ length: 6 }, async (_, k) => {
        const path = join(dir, `same-${k}.mp4`);
        await encodeVideo(path, { ...settings(25), width, height }, noise());
        return createHash('sha1').update(readFileSync(path)).digest('hex');
      }),
    );
    expect(new Set(written).size).toBe(1);
  });

  it('leaves nothing behind when the pictures fail to come', async () => {
    async function* failing(): AsyncGenerator<SourceFrame> {
      yield* greys([0, 1, 2]);
      throw new Error('the painter fell asleep');
    }
    const path = join(dir, 'failed.mp4');
    await expect(encodeVideo(path, settings(25), failing())).rejects.toThrow('the painter fell asleep');
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(dir).filter((name) => name.startsWith('failed'))).toEqual([]);
  });
});
