import type { Stream } from 'node-av/lib';
import type { FFmpeg } from './library';

/** How the coded picture is turned for showing. */
export interface Orientation {
  /** Degrees clockwise: 0, 90, 180 or 270. */
  rotation: number;
  /** FFmpeg filters that turn a coded picture upright; empty for none. */
  filters: string[];
}

const upright: Orientation = { rotation: 0, filters: [] };

/** By the signs of the display matrix [a b; c d], which takes (x, y), y down, to (ax + cy, bx + dy). */
const orientations: Record<string, Orientation> = {
  '1,0,0,1': upright,
  '0,1,-1,0': { rotation: 90, filters: ['transpose=clock'] },
  '-1,0,0,-1': { rotation: 180, filters: ['hflip', 'vflip'] },
  '0,-1,1,0': { rotation: 270, filters: ['transpose=cclock'] },
  '-1,0,0,1': { rotation: 0, filters: ['hflip'] },
  '1,0,0,-1': { rotation: 180, filters: ['vflip'] },
  '0,1,1,0': { rotation: 90, filters: ['transpose=cclock_flip'] },
  '0,-1,-1,0': { rotation: 270, filters: ['transpose=clock_flip'] },
};

/** Reads the container's display matrix; turns that are no multiple of 90 degrees are shown upright, as players do. */
export function orientationOf(av: FFmpeg, stream: Stream): Orientation {
  const matrix = stream.codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return upright;
  const key = [0, 4, 12, 16].map((offset) => Math.round(matrix.readInt32LE(offset) / 65536)).join();
  return orientations[key] ?? upright;
}

/** Width of the picture to its height as it is shown: upright, with pixels that need not be square. */
export function shownAspect(av: FFmpeg, stream: Stream): number {
  const { width, height, sampleAspectRatio } = stream.codecpar;
  const aspect = (width / height) * (sampleAspectRatio.num > 0 ? sampleAspectRatio.toDouble() : 1);
  return liesOnItsSide(orientationOf(av, stream)) ? 1 / aspect : aspect;
}

/** Whether width and height change places. */
export function liesOnItsSide(orientation: Orientation): boolean {
  return orientation.rotation % 180 !== 0;
}
