import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src-main/common/errors';
import { probeVideo } from '../../../src-main/video/probe';
import { clip, clipFacts, clipFrames, clipNames } from '../../builders/clips';
import { hasSharedData, sharedDataPath } from '../../golden/goldenFolder';

async function failure(path: string): Promise<UserError> {
  const error: unknown = await probeVideo(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe('frame clock', () => {
  it.each(clipNames())('%s: the presentation times of all frames that are shown', async (name) => {
    const { clock, frames } = await probeVideo(clip(name));
    const expected = clipFrames(name);
    expect(frames).toBe(expected.length);
    const worst = expected.reduce((most, { time }, k) => Math.max(most, Math.abs(time - clock.times[k]!)), 0);
    expect(worst).toBeLessThan(1e-6);
    expect(clock.end).toBeGreaterThan(clock.times[frames - 1]!);
  });

  it.runIf(hasSharedData('video/real'))('of an AVI, which holds no presentation times', async () => {
    const { clock, frames, playable } = await probeVideo(sharedDataPath('video/real/mmaction2/test.avi'));
    expect([frames, clock.times[0], clock.times[163]]).toEqual([164, 0.04, 6.56]);
    expect(playable).toBe(false);
  });
});

describe('what a video is', () => {
  it.each(clipNames())('%s: size as shown, codec, regular or not', async (name) => {
    const facts = clipFacts(name);
    const probe = await probeVideo(clip(name));
    const size = [facts.coded_width, facts.coded_height];
    expect([probe.width, probe.height]).toEqual(facts.rotation_deg === 0 ? size : size.reverse());
    expect(probe.rotation).toBe((360 - facts.rotation_deg) % 360 === 0 ? 0 : -facts.rotation_deg);
    expect(probe.codec).toBe(facts.video);
    expect(probe.variableRate).toBe(facts.variable_frame_rate);
    expect(probe.playable).toBe(facts.video !== 'hevc');
  });

  it('lasts from the first frame to the end of the last, wherever the first one stands', async () => {
    const probe = await probeVideo(clip('empty_edit_video_starts_0733ms_h264_aac.mp4'));
    expect(probe.duration).toBeCloseTo(10, 6);
    expect(probe.clock.times[0]).toBeCloseTo(0.733008, 6);
  });

  it('says when frames are missing at the end', async () => {
    const probe = await probeVideo(clip('truncated_faststart.mp4'));
    expect(probe.warnings).toEqual(['The file ends early: its header names 300 frames, 177 can be read.']);
    expect((await probeVideo(clip('cfr30_h264_aac.mp4'))).warnings).toEqual([]);
  });
});

describe('what is no video', () => {
  const dir = mkdtempSync(join(tmpdir(), 'probe-'));
  const written = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };

  it('a file that is not there', async () => {
    const path = join(dir, 'gone.mp4');
    expect(await failure(path)).toMatchObject({
      code: 'video-missing',
      message: `Missing video "gone.mp4": there is no file at ${path}.`,
      tip: 'Locate the video, or remove it from the project.',
    });
  });

  it('an empty file', async () => {
    expect(await failure(clip('zero_byte.mp4'))).toMatchObject({
      code: 'video-empty',
      message: 'Cannot read "zero_byte.mp4": the file is empty (0 bytes).',
      tip: 'Copy or download the video again.',
    });
  });

  it('a text', async () => {
    expect(await failure(clip('text_renamed.mp4'))).toMatchObject({
      code: 'video-unreadable',
      message: 'Cannot read "text_renamed.mp4": it holds text, not a video.',
      tip: 'Choose an MP4, MOV, MKV, WebM or AVI file.',
    });
  });

  it('noise', async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 7919) % 251);
    expect((await failure(written('noise.mkv', noise))).message).toBe(
      'Cannot read "noise.mkv": no known video format was found in it, not a video.',
    );
  });

  it('an MP4 that was cut before its index', async () => {
    expect(await failure(clip('truncated_no_moov.mp4'))).toMatchObject({
      code: 'video-truncated',
      message:
        'Cannot read "truncated_no_moov.mp4": its index (the "moov" box) is missing or damaged; the file was cut off, or its recording did not finish.',
      tip: 'Copy the file again from its source, or repair it with a recovery tool.',
    });
  });

  it('sound alone', async () => {
    expect(await failure(written('beep.wav', silence()))).toMatchObject({
      code: 'video-no-picture',
      message: 'Cannot use "beep.wav": it holds no moving picture.',
      tip: 'Choose a file with a video track; sound alone cannot be annotated.',
    });
  });

  it('a folder', async () => {
    expect(await failure(dir)).toMatchObject({ code: 'video-unreadable', tip: 'Choose a video file.' });
  });
});

/** A tenth of a second of silence as WAV: 8 kHz, 16 bits. */
function silence(): Uint8Array {
  const samples = 800;
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(16000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * samples, 40);
  return wav;
}
