import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { probeVideo } from '../../../src-main/video/probe';
import { streamFrames } from '../../../src-main/video/stream';
import { clip, clipFrames, clipNames, readStrip } from '../../builders/clips';

const running = () => ({ realTime: false, signal: new AbortController().signal });

/** Times, ends and burnt numbers of a stream's frames. */
async function seen(source: string | Readable, options = running()) {
  const frames: { time: number; until: number; last: boolean; burnt: number }[] = [];
  for await (const { time, until, last, picture } of streamFrames(source, options)) {
    const { rgb, width } = await picture();
    frames.push({ time, until, last, burnt: readStrip(rgb, width) });
  }
  return frames;
}

describe('a streamed file', () => {
  it.each(clipNames())('%s: its frames are those of its clock, each until the next', async (name) => {
    const { clock } = await probeVideo(clip(name));
    const frames = await seen(clip(name));
    expect(frames.map((frame) => frame.time)).toEqual([...clock.times]);
    expect(frames.map((frame) => frame.until)).toEqual([...clock.times.slice(1), clock.end]);
    expect(frames.map((frame) => frame.last)).toEqual([...clock.times].map((_, k) => k === clock.times.length - 1));
    expect(frames.map((frame) => frame.burnt)).toEqual(clipFrames(name).map((frame) => frame.burnt));
  });

  it.each(['missing.mp4', 'zero_byte.mp4', 'text_renamed.mp4'])('%s is refused as everywhere', async (name) => {
    const streamed = await seen(clip(name)).catch((error: unknown) => error);
    expect(streamed).toEqual(await probeVideo(clip(name)).catch((error: unknown) => error));
    expect(streamed).toMatchObject({ name: 'UserError' });
  });

  it('in real time is told no sooner than it is played', async () => {
    const began = performance.now();
    let frames = 0;
    for await (const { time, until, settled, last } of streamFrames(clip('cfr30_h264_aac.mp4'), {
      ...running(),
      realTime: true,
    })) {
      expect(until).toBeGreaterThan(time);
      if (!last) expect(settled - began).toBeGreaterThanOrEqual(1000 * until - 1);
      if (++frames === 6) break;
    }
    expect(frames).toBe(6);
  });
});

describe('a piped video', () => {
  // Matroska and MP4 with its index in front can be read from their beginning.
  it.each(['odd_321x241_vp9.webm', 'truncated_faststart.mp4'])('%s gives the frames of the file', async (name) => {
    expect(await seen(createReadStream(clip(name)))).toEqual(await seen(clip(name)));
  });

  it('comes in pieces of any size', async () => {
    const name = 'odd_321x241_vp9.webm';
    expect(await seen(createReadStream(clip(name), { highWaterMark: 777 }))).toEqual(await seen(clip(name)));
  });

  it.each([
    ['text', 'What came is no video.'],
    ['nothing', ''],
  ])('that holds %s is refused', async (_, text) => {
    await expect(seen(Readable.from(text === '' ? [] : [Buffer.from(text)]))).rejects.toMatchObject({
      code: 'stream-unreadable',
    });
  });

  it('that falls silent ends when it is told to', async () => {
    const controller = new AbortController();
    const whole = createReadStream(clip('odd_321x241_vp9.webm'), { highWaterMark: 4096 });
    async function* silent() {
      let blocks = 0;
      for await (const block of whole) {
        if (++blocks === 12) await new Promise(() => undefined);
        yield block as Buffer;
      }
    }
    let frames = 0;
    for await (const { last } of streamFrames(Readable.from(silent()), {
      realTime: false,
      signal: controller.signal,
    })) {
      expect(last).toBe(false);
      if (++frames === 1) controller.abort();
    }
    expect(frames).toBe(1);
  });
});

describe('a pipe that nothing comes through', () => {
  it('has no frames, once it is told to end or was before', async () => {
    const controller = new AbortController();
    const silent = () => new Readable({ read: () => undefined });
    const options = { realTime: false, signal: controller.signal };
    setImmediate(() => controller.abort());
    expect(await seen(silent(), options)).toEqual([]);
    expect(await seen(silent(), options)).toEqual([]);
  });
});

describe('a device', () => {
  it('of the video library is opened by its name', async () => {
    const frames = [];
    for await (const frame of streamFrames('lavfi:testsrc2=size=64x48:rate=10:duration=1', running())) {
      frames.push({ time: frame.time, width: (await frame.picture()).width });
    }
    expect(frames).toEqual(Array.from({ length: 10 }, (_, k) => ({ time: k / 10, width: 64 })));
  });

  it('that is none is named', async () => {
    await expect(seen('webcam9:0')).rejects.toMatchObject({
      code: 'device-unsupported',
      message: expect.stringContaining('"webcam9"') as string,
    });
  });
});
