import type { FrameClock } from '../common/domain/video';
import { readClock, type ReadClock } from './clock';
import { type FFmpeg, ffmpeg } from './library';
import { openVideo, type OpenVideo } from './open';
import { liesOnItsSide, orientationOf, shownAspect } from './orientation';
import { isPlayable } from './playable';

/** What a video file holds, found by reading all of it (without decoding). */
export interface VideoProbe {
  /** Pixels as shown, after rotation. */
  width: number;
  height: number;
  /** Width to height as shown; pixels need not be square. */
  aspect: number;
  /** FFmpeg's name, such as "h264". */
  codec: string;
  /** Nominal frames a second, for display only. */
  fps: number;
  frames: number;
  /** Seconds from the first frame's start to the last frame's end. */
  duration: number;
  variableRate: boolean;
  /** Whether a browser plays the file as it is. */
  playable: boolean;
  /** Degrees clockwise that the coded picture is turned for showing: 0, 90, 180 or 270. */
  rotation: number;
  clock: FrameClock;
  /** What is wrong with the file though it can be used, in sentences. */
  warnings: string[];
}

/**
 * Reads what a video file says of itself, and its frame clock.
 * @throws UserError `video-missing`, `video-empty`, `video-unreadable`, `video-truncated`, `video-no-picture`,
 *   `video-no-frames`, `video-codec`
 */
export async function probeVideo(path: string): Promise<VideoProbe> {
  const av = await ffmpeg();
  const video = await openVideo(av, path);
  try {
    return describe(av, video, await readClock(av, video, path));
  } finally {
    await video.close();
  }
}

function describe(av: FFmpeg, { format, stream }: OpenVideo, { clock, stored, complete }: ReadClock): VideoProbe {
  const { codecpar } = stream;
  const codec = av.avGetCodecName(codecpar.codecId) ?? 'unknown';
  const orientation = orientationOf(av, stream);
  const turned = liesOnItsSide(orientation);
  const frames = clock.times.length;
  const duration = clock.end - (clock.times[0] as number);
  const named = Number(stream.nbFrames);
  return {
    width: turned ? codecpar.height : codecpar.width,
    height: turned ? codecpar.width : codecpar.height,
    aspect: shownAspect(av, stream),
    codec,
    fps: stream.avgFrameRate.num > 0 ? stream.avgFrameRate.toDouble() : frames / duration,
    frames,
    duration,
    variableRate: isVariable(clock, stream.timeBase.toDouble()),
    playable: isPlayable({
      container: format.iformat?.name ?? '',
      codec,
      pixelFormat: av.avGetPixFmtName(codecpar.format as Parameters<typeof av.avGetPixFmtName>[0]) ?? '',
    }),
    rotation: orientation.rotation,
    clock,
    warnings:
      !complete && stored < named
        ? [`The file ends early: its header names ${named} frames, ${stored} can be read.`]
        : [],
  };
}

/** Whether some frame's length differs from the mean by more than rounding to the time base explains. */
function isVariable({ times }: FrameClock, tick: number): boolean {
  const mean = ((times[times.length - 1] as number) - (times[0] as number)) / Math.max(1, times.length - 1);
  return times.some((time, i) => i > 0 && Math.abs(time - (times[i - 1] as number) - mean) > 1.001 * tick);
}
