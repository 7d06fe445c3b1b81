import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import { Span } from '../common/domain/span';
import type { Video } from '../common/domain/video';
import { throwIfCancelled } from '../common/errors';
import type { JobContext } from '../common/progress';
import { writeFileAtomic } from '../data/project/atomic';
import { cachePath } from '../data/project/cache';
import { frameClock } from '../data/project/clocks';
import type { ProjectStore } from '../data/project/store';
import { damagedFrames } from '../video/damage';

const Found = z.array(Span);

/** What was found in a video before; null where nobody has looked. */
export async function knownDamage(store: ProjectStore, video: Video): Promise<Span[] | null> {
  const text = await readFile(cachePath(store, 'damage', video, '.json'), 'utf8').catch(() => 'null');
  return Found.nullable().parse(JSON.parse(text));
}

/**
 * Looks through a whole video for frames that cannot be shown, and keeps what was found. Nobody waits for it, so the
 * process it runs in steps back behind all others.
 */
export async function findDamage(store: ProjectStore, id: string, context: JobContext): Promise<Span[]> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const video = store.video(id);
  const path = store.resolveVideoPath(video);
  if (path === null) return [];
  const spans = await damagedFrames(path, await frameClock(store, video), () => throwIfCancelled(context.signal));
  await writeFileAtomic(cachePath(store, 'damage', video, '.json'), JSON.stringify(spans));
  return spans;
}
