import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { probeVideo, type VideoProbe } from '../../video/probe';
import { fileRefusal, remark } from '../formats/imported';
import type { ProjectStore } from '../project/store';
import type { Draft } from './draft';
import { videoWithoutFile } from './draft';
import { onFrames } from './times';

const MIB = 1 << 20;

/** `size:sha256 of the first and last MiB`, to recognise a moved file without reading all of it. */
export async function videoHash(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    for (const offset of [0, Math.max(0, size - MIB)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MIB), 0, MIB, offset);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}:${hash.digest('hex')}`;
  } finally {
    await file.close();
  }
}

/** What `videos.json` keeps of a file. */
export function withFile(store: ProjectStore, video: Video, path: string, probe: VideoProbe, hash: string): Video {
  const { width, height, aspect, codec, fps, frames, duration, variableRate, playable } = probe;
  const { aspect: _, ...others } = video;
  const isSquare = Math.abs(aspect / (width / height) - 1) < 0.001;
  return {
    ...others,
    ...(!isSquare && { aspect }),
    path: store.storedVideoPath(path),
    width,
    height,
    codec,
    fps,
    frames,
    duration,
    variableRate,
    playable,
    hash,
  };
}

/** Adds a video file to the draft: a new video, or the file of an item that had none. */
export async function mergeVideoFile(draft: Draft, path: string): Promise<void> {
  const name = basename(path);
  const where = { file: name, line: null, field: null };
  try {
    const probe = await probeVideo(path);
    const hash = await videoHash(path);
    const id = draft.safeId(basename(name, extname(name)), where);
    const existing = draft.matchOrRefuse(id, where);
    if (existing === null) return;
    if (existing && existing.path !== null) {
      if (existing.hash === hash) draft.warnings.push(remark(where, `is in the project already, as ${existing.id}`));
      else draft.refused.push(remark(where, `there is another video ${JSON.stringify(existing.id)} in the project`));
      return;
    }
    for (const warning of probe.warnings) draft.warnings.push({ ...where, message: warning });
    if (existing) await attachFile(draft, existing, path, probe, hash);
    else draft.put(withFile(draft.store, videoWithoutFile(id), path, probe, hash));
    draft.newClocks.set(existing?.id ?? id, probe.clock);
  } catch (error) {
    draft.refused.push(fileRefusal(name, error));
  }
}

/**
 * Gives an item that had no file one; its labels move to the frames of the clock.
 * @throws UserError `wrong-video` where the labels reach beyond the file
 */
export async function attachFile(
  draft: Draft,
  video: Video,
  path: string,
  probe: VideoProbe,
  hash: string,
): Promise<void> {
  const labels = await draft.annotation(video);
  if (labels && labels.timebase !== 'frames') {
    const converted = onFrames(labels, probe.clock);
    if (!converted) {
      throw new UserError(
        'wrong-video',
        `${basename(path)} lasts ${Number(probe.duration.toFixed(3))} s, but the labels of ${video.id} begin later than that.`,
        'Choose the video that was labelled.',
      );
    }
    draft.annotations.set(video.id, converted);
  }
  draft.put(withFile(draft.store, video, path, probe, hash));
}
