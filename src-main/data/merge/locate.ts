import { basename } from 'node:path';
import { UserError } from '../../common/errors';
import { probeVideo } from '../../video/probe';
import { clockFile } from '../project/clocks';
import type { ProjectStore } from '../project/store';
import { Draft } from './draft';
import { attachFile, videoHash, withFile } from './videoFile';

/**
 * Tells a project where a video's file is: one that moved, or the file of an item that came without, whose labels then
 * move from their own time base to the frames of the clock.
 * @throws UserError `wrong-video` where the file cannot be the one that was labelled, or those of `probeVideo`
 */
export async function locateVideo(store: ProjectStore, id: string, path: string): Promise<void> {
  const video = store.video(id);
  const probe = await probeVideo(path);
  const hash = await videoHash(path);
  const draft = new Draft(store, new Set(), null);
  if (video.path === null) await attachFile(draft, video, path, probe, hash);
  else if (hash === video.hash || probe.frames === video.frames) draft.put(withFile(store, video, path, probe, hash));
  else {
    throw new UserError(
      'wrong-video',
      `${basename(path)} has ${probe.frames} frames, but ${id} has ${video.frames}.`,
      'Choose the video that was labelled.',
    );
  }
  await store.apply({
    videos: draft.videos,
    annotations: [...draft.annotations.values()],
    files: [clockFile(id, probe.clock)],
  });
}
