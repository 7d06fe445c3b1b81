import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeSteps, type PictureEncoder } from '../../../src-main/features/encodeSteps';
import { stepFrames } from '../../../src-main/features/sampling';
import { probeVideo } from '../../../src-main/video/probe';
import { clip, clipFrames, readStrip } from '../../builders/clips';

/** An encoder whose features are the frame number shown in the picture, and 1. */
function stripReader(): PictureEncoder & { pictures: number } {
  return {
    name: 'strip reader',
    dim: 2,
    tokens: 1,
    pictures: 0,
    prepare: ({ rgb, width }) => Float32Array.of(readStrip(rgb, width)),
    async encode(inputs) {
      this.pictures += inputs.length;
      return Float32Array.from(inputs.flatMap((input) => [input[0]!, 1]));
    },
  };
}

async function numbersSeen(path: string, rate: number, encoder: PictureEncoder = stripReader()) {
  const { clock } = await probeVideo(path);
  const { rows, gaps } = await encodeSteps(path, clock, rate, encoder, () => undefined);
  return { clock, gaps, numbers: [...rows].filter((_, i) => i % 2 === 0) };
}

describe('encodeSteps', () => {
  it.each([
    'cfr30_h264_aac.mp4',
    'vfr_h264.mp4',
    'editlist_midgop_h264.mp4',
    'empty_edit_video_starts_0733ms_h264_aac.mp4',
  ])('%s: each row is of the frame its step looks at', async (name) => {
    const { clock, numbers } = await numbersSeen(clip(name), 4);
    const table = clipFrames(name);
    expect(numbers).toEqual([...stepFrames(clock, 4)].map((frame) => table[frame]!.burnt));
  });

  it('encodes a frame once, however many steps share it', async () => {
    const encoder = stripReader();
    const { clock } = await numbersSeen(clip('vfr_h264.mp4'), 60, encoder);
    expect(encoder.pictures).toBe(new Set(stepFrames(clock, 60)).size);
  });

  it('tells how far it is, up to the last step', async () => {
    const { clock } = await probeVideo(clip('cfr30_h264_aac.mp4'));
    const done: number[] = [];
    await encodeSteps(clip('cfr30_h264_aac.mp4'), clock, 4, stripReader(), (steps) => done.push(steps));
    expect(done).toEqual([8, 16, 24, 32, 40]);
  });

  it('stops where the listener throws', async () => {
    const { clock } = await probeVideo(clip('cfr30_h264_aac.mp4'));
    const encoder = stripReader();
    const stopped = encodeSteps(clip('cfr30_h264_aac.mp4'), clock, 4, encoder, () => {
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    expect(encoder.pictures).toBe(8);
  });

  it('lets the picture before damage stand in, and tells the gap', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'damaged-')), 'damaged.mp4');
    const bytes = readFileSync(clip('cfr30_h264_aac.mp4'));
    writeFileSync(path, bytes.fill(0, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.7)));
    const { clock, gaps, numbers } = await numbersSeen(path, 4);
    const frames = [...stepFrames(clock, 4)];
    expect(gaps.length).toBeGreaterThan(0);
    for (const [k, frame] of frames.entries()) {
      if (k > 0 && gaps.some((gap) => frame >= gap.start && frame < gap.end)) expect(numbers[k]).toBe(numbers[k - 1]);
    }
    expect([numbers[0], numbers[numbers.length - 1]]).toEqual([frames[0], frames[frames.length - 1]]);
  });

  it('refuses features that are not finite', async () => {
    const broken = { ...stripReader(), encode: async () => new Float32Array(16).fill(Number.NaN) };
    await expect(numbersSeen(clip('cfr30_h264_aac.mp4'), 4, broken)).rejects.toMatchObject({
      code: 'encoder-not-finite',
      message: 'The encoder strip reader gave numbers that are not finite for frame 3 of "cfr30_h264_aac.mp4".',
    });
  });
});
