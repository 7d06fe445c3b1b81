/**
 * The only door to node-av (FFmpeg). Nothing outside this folder sees a type of it, so that another build of FFmpeg can
 * take its place; docs/decisions/002-node-av.md says why and under which licence.
 */
import type * as constants from 'node-av/constants';
import type * as library from 'node-av/lib';
import { defineMissingGlobals } from './polyfills';

export type FFmpeg = typeof library & typeof constants;

let loading: Promise<FFmpeg> | undefined;

/** FFmpeg's functions and constants, loaded at the first call; silent, as failures come back as codes. */
export function ffmpeg(): Promise<FFmpeg> {
  loading ??= load();
  return loading;
}

async function load(): Promise<FFmpeg> {
  defineMissingGlobals();
  const av = { ...(await import('node-av/lib')), ...(await import('node-av/constants')) };
  av.Log.setLevel(av.AV_LOG_QUIET);
  return av;
}

/** Throws when an FFmpeg call that should not fail did; the text is FFmpeg's own. */
export function check(av: FFmpeg, code: number, doing: string): number {
  if (code < 0) throw new Error(`${doing}: ${av.FFmpegError.strerror(code)} (FFmpeg ${code})`);
  return code;
}
