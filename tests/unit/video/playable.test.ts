import { describe, expect, it } from 'vitest';
import { isPlayable } from '../../../src-main/video/playable';

const mp4 = 'mov,mp4,m4a,3gp,3g2,mj2';
const mkv = 'matroska,webm';

describe('isPlayable', () => {
  it.each([
    [mp4, 'h264', 'yuv420p', true],
    [mp4, 'h264', 'yuvj420p', true],
    [mp4, 'av1', 'yuv420p10le', true],
    [mkv, 'vp9', 'yuv420p', true],
    [mkv, 'vp8', 'yuv420p', true],
    [mkv, 'h264', 'yuv420p', true],
    [mp4, 'h264', 'yuv420p10le', true],
    [mp4, 'h264', 'yuv422p', true],
    [mp4, 'h264', 'gbrp', false],
    [mp4, 'hevc', 'yuv420p', false],
    [mp4, 'mpeg4', 'yuv420p', false],
    ['avi', 'h264', 'yuv420p', false],
    ['mpegts', 'h264', 'yuv420p', false],
    [mp4, 'prores', 'yuv422p10le', false],
  ])('%s with %s in %s: %s', (container, codec, pixelFormat, expected) => {
    expect(isPlayable({ container, codec, pixelFormat })).toBe(expected);
  });
});
