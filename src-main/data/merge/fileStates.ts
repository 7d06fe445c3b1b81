/**
 * Whether the files of videos are those that the project knows. Size and time of change tell at once; where the time is
 * another than when the file was last known, both its ends are read. `.cache/files.json`
 * keeps the times, of this machine.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { VideoSummary } from '../../common/contract/project';
import type { Video } from '../../common/domain/video';
import { writeFileAtomic } from '../project/atomic';
import { fewAtOnce } from '../project/fewAtOnce';
import { readRecord, recordText } from '../project/records';
import type { ProjectStore } from '../project/store';
import { videoHash } from './videoFile';

/** Hash and time of change, in nanoseconds, by the id of the video. */
const KnownFiles = z.object({ version: z.literal(1), files: z.record(z.string(), z.string()) });
type Known = z.infer<typeof KnownFiles>['files'];

const cacheFile = '.cache/files.json';

/** By the id of each video. A file whose time is not known yet is taken for what its size says. */
export async function fileStates(store: ProjectStore): Promise<Map<string, VideoSummary['file']>> {
  const path = join(store.dir, cacheFile);
  const before = (await readRecord(path, cacheFile, KnownFiles).catch(() => null))?.record.files ?? {};
  const states = await fewAtOnce(store.videos, async (video) => ({
    id: video.id,
    ...(await fileState(store, video, before[video.id])),
  }));
  const now: Known = Object.fromEntries(states.flatMap(({ id, known }) => (known === undefined ? [] : [[id, known]])));
  // What cannot be kept is found out again.
  if (JSON.stringify(now) !== JSON.stringify(before))
    await writeFileAtomic(path, recordText({ version: 1, files: now })).catch(() => undefined);
  return new Map(states.map(({ id, file }) => [id, file]));
}

/** @param known what was kept of the file; of another one it stays, so that it is looked at again */
async function fileState(
  store: ProjectStore,
  video: Video,
  known: string | undefined,
): Promise<{ file: VideoSummary['file']; known?: string | undefined }> {
  const path = store.resolveVideoPath(video);
  if (path === null) return { file: 'none' };
  const found = await stat(path, { bigint: true }).catch(() => null);
  if (!found) return { file: 'missing', known };
  const [size] = video.hash.split(':');
  if (video.hash === '') return { file: 'ok' };
  if (BigInt(size ?? 0) !== found.size) return { file: 'other', known };
  const seen = `${video.hash} ${found.mtimeNs}`;
  const isKnown = known === undefined || known === seen || (await videoHash(path).catch(() => null)) === video.hash;
  return isKnown ? { file: 'ok', known: seen } : { file: 'other', known };
}
