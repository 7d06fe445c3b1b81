import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFrames } from '../../../src-main/video/decode';
import { probeVideo } from '../../../src-main/video/probe';
import { readStrip } from '../../builders/clips';
import { type CodecClip, writeCodecClip } from '../../builders/codecClips';
import { cutOut, joinStreams, nameReservedColours, trim } from '../../builders/remade';

const folder = mkdtempSync(join(tmpdir(), 'remade-'));
/** Key frames every 8. */
const h264: CodecClip = {
  name: 'h264.mp4',
  encoder: 'libx264',
  pixelFormat: 'yuv420p',
  rate: 25,
  ticks: Array.from({ length: 40 }, (_, k) => k),
  options: { preset: 'veryfast' },
  bFrames: 2,
};
const written = (clip: Partial<CodecClip> & { name: string }) => writeCodecClip(folder, { ...h264, ...clip });

async function numbers(path: string): Promise<number[]> {
  const { clock } = await probeVideo(path);
  const found: number[] = [];
  for await (const { rgb, width } of decodeFrames(path, { clock, frames: [...clock.times.keys()] }))
    found.push(readStrip(rgb, width));
  expect(found).toHaveLength(clock.times.length);
  return found;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);

describe('a video that is not as its header says', () => {
  it('has the pictures of its first stream, as browsers do, though another one is better', async () => {
    const path = join(folder, 'two.mkv');
    const small = await written({ name: 'small.mp4', options: { preset: 'veryfast', crf: '40' } });
    await joinStreams(path, [small, await written({ name: 'rest.mp4', ticks: range(0, 30), encoder: 'ffv1' })]);
    expect(await numbers(path)).toEqual(range(0, 40));
  });

  it('that begins between key frames begins with the first of them', async () => {
    const path = await written({ name: 'late.ts' });
    cutOut(path, 0.3, 1);
    const [first, ...rest] = await numbers(path);
    expect(first).toBeGreaterThan(0);
    expect(rest).toEqual(range((first as number) + 1, 40));
  });

  it('that shows only a part of what it holds does not end early', async () => {
    const path = await written({ name: 'part.mp4' });
    const ticksAFrame = 12_800 / 25;
    const untilFirst = 2; // B-frames put off what is shown
    trim(path, (untilFirst + 10) * ticksAFrame, 800);
    const { clock, warnings } = await probeVideo(path);
    expect(warnings).toEqual([]);
    expect(clock.end).toBeCloseTo(0.8, 6);
    expect(await numbers(path)).toEqual(range(10, 30));
  });

  it('that was cut off within a fragment ends with its last whole frame', async () => {
    const path = await written({ name: 'torn.mp4', muxing: { movflags: 'empty_moov+frag_keyframe' } });
    cutOut(path, 0, 0.7);
    const { clock } = await probeVideo(path);
    const last = clock.times.length - 1;
    expect(last).toBeLessThan(39);
    expect(clock.end - clock.times[last]!).toBeCloseTo(0.04, 6);
  });

  it('that names colours there are not has all its pictures', async () => {
    const path = await written({ name: 'colours.mov', encoder: 'prores_ks', pixelFormat: 'yuv422p10le' });
    nameReservedColours(path, 12);
    expect(await numbers(path)).toEqual(range(0, 40));
  });

  it('of H.264 in AVI, whose last frames have no time, goes on at its pace', async () => {
    const { clock, warnings } = await probeVideo(await written({ name: 'h264.avi' }));
    expect(clock.times).toHaveLength(40);
    for (let k = 1; k < 40; k++) expect(clock.times[k]! - clock.times[k - 1]!).toBeCloseTo(0.04, 6);
    expect(warnings).toEqual([]);
  });
});
