import { describe, expect, it } from 'vitest';
import { stepFrames, stepPictures } from '../../../src-main/features/sampling';
import { probeVideo } from '../../../src-main/video/probe';
import { type ShownFrame, streamFrames } from '../../../src-main/video/stream';
import { clip, clipFrames, clipNames, readStrip } from '../../builders/clips';

describe('stepPictures', () => {
  it.each(clipNames())('%s: each step of a stream looks at the frame that it looks at in the file', async (name) => {
    const { clock } = await probeVideo(clip(name));
    const table = clipFrames(name);
    for (const rate of [0.7, 4, 60]) {
      const seen: number[] = [];
      const frames = streamFrames(clip(name), { realTime: false, signal: new AbortController().signal });
      for await (const { step, picture } of stepPictures(frames, rate)) {
        expect(step).toBe(seen.length);
        seen.push(readStrip(picture.rgb, picture.width));
      }
      expect(seen).toEqual([...stepFrames(clock, rate)].map((frame) => table[frame]!.burnt));
    }
  });

  it('makes no picture that no step looks at, and tells a step before a later frame is looked at', async () => {
    const made: number[] = [];
    const told: string[] = [];
    async function* frames(): AsyncGenerator<ShownFrame> {
      for (let k = 0; k < 8; k++) {
        told.push(`frame ${k}`);
        const picture = async () => {
          made.push(k);
          return { rgb: Uint8Array.of(k, 0, 0), width: 1, height: 1 };
        };
        yield { time: k, until: k + 1, last: k === 7, settled: k + 1, picture };
      }
    }
    // Steps of 4 s: their middles are 2 s and 6 s.
    for await (const { step, settled, picture } of stepPictures(frames(), 0.25)) {
      told.push(`step ${step} of frame ${picture.rgb[0]}, settled at ${settled}`);
    }
    expect(made).toEqual([2, 6]);
    expect(told[3]).toBe('step 0 of frame 2, settled at 3');
    expect(told[8]).toBe('step 1 of frame 6, settled at 7');
  });
});
