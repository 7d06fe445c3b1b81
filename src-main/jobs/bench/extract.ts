import { join } from 'node:path';
import { resourcesFolder } from '../../data/resources';
import { encodeSteps } from '../../features/encodeSteps';
import { stepFrames } from '../../features/sampling';
import { FrameEncoder } from '../../models/vision/encoder';
import type { FrameClock } from '../../common/domain/video';
import { encodeVideo, type SourceFrame } from '../../video/encode';
import { probeVideo } from '../../video/probe';
import { ownSide, type Side } from './contest';
import type { Bench } from './definition';

export interface ClipSizes {
  width: number;
  height: number;
  /** Frames, at 30 a second. */
  frames: number;
  /** Steps of features a second. */
  rate: number;
}

const sizes: ClipSizes = { width: 640, height: 360, frames: 1200, rate: 4 };

/** Features of a clip: decoding it, encoding the frame of every step. */
export async function prepareExtraction(folder: string, threads: number, clip = sizes): Promise<Bench> {
  const path = join(folder, 'clip.mp4');
  const { width, height, frames, rate } = clip;
  const settings = { width, height, timeBase: 30, crf: 23, preset: 'veryfast' };
  await encodeVideo(path, settings, drawnFrames(clip));
  const { clock } = await probeVideo(path);
  const encoder = join(resourcesFolder(), 'encoders', 'efficientnet-lite0');
  const wanted = Array.from(stepFrames(clock, rate));
  return {
    what: `features of a H.264 clip of ${width} × ${height} with ${frames} frames at 30 a second, ${rate} steps a second, EfficientNet-Lite0, fp32`,
    parts: [{ name: 'frames', unit: 'frames of video', amount: frames, tolerance: 1e-2 }],
    peers: [
      {
        name: 'PyAV, Pillow and PyTorch with the same network',
        script: 'extract.py',
        task: { clip: path, network: join(encoder, 'efficientnet-lite0.onnx'), frames: wanted, threads },
        targets: { frames: 1.2 },
      },
    ],
    open: async () => openExtraction(path, clock, rate, await FrameEncoder.open(encoder, 'cpu')),
  };
}

function openExtraction(path: string, clock: FrameClock, rate: number, encoder: FrameEncoder): Side {
  const frames = async () => [...(await encodeSteps(path, clock, rate, encoder, () => {})).rows];
  return ownSide({ frames }, () => encoder.dispose());
}

/** Waves that move over the picture at several speeds, so that there is motion to code and detail to scale. */
async function* drawnFrames({ width, height, frames }: ClipSizes): AsyncGenerator<SourceFrame> {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pts = 0; pts < frames; pts++) {
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += 4) {
        rgba[at] = (x + 3 * pts) & 255;
        rgba[at + 1] = (((x >> 4) ^ (y >> 4)) * 37 + pts) & 255;
        rgba[at + 2] = ((x * y) / 200 - 2 * pts) & 255;
      }
    }
    yield { rgba, pts };
  }
}
