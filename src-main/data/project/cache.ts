/**
 * `.cache/` of a project: everything in it can be made again, so it may be deleted at any time, and what takes room is
 * kept only up to a budget. An entry is a file or a folder directly below the folder of its kind; the time it was
 * changed last says when it was used last.
 */
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Video } from '../../common/domain/video';
import type { ProjectStore } from './store';

const gigabyte = 2 ** 30;

/** The share of the project's limit that each kind may take before the entries unused for longest go. */
const shares = {
  /** Copies of videos that browsers cannot play; an hour is about a gigabyte. */
  playing: 40 / 42,
  /** At most a third of a megabyte a video. */
  thumbnails: 1 / 42,
  /** About 2.5 megabytes for an hour of sound. */
  sound: 1 / 42,
};
export type CacheKind = keyof typeof shares;
const kinds = Object.keys(shares) as CacheKind[];

const kindFolder = (store: ProjectStore, kind: CacheKind) => join(store.dir, '.cache', kind);

/** Gigabytes that all kinds together may take. */
export const cacheLimit = (store: ProjectStore): number => store.project.cacheGigabytes ?? 21;

/** Bytes on disk of all kinds that the limit holds for. */
export async function cacheSize(store: ProjectStore): Promise<number> {
  const folders = await Promise.all(kinds.map((kind) => entryAt(kindFolder(store, kind))));
  return folders.reduce((sum, entry) => sum + (entry?.bytes ?? 0), 0);
}

/** Removes what can be made again, but for the entry of each kind that was used last, which may be on the screen. */
export async function clearCache(store: ProjectStore): Promise<void> {
  for (const kind of kinds) await trimFolder(kindFolder(store, kind), 0);
}

/** Makes room in a kind's folder; see `trimFolder`. */
export function trimCache(store: ProjectStore, kind: CacheKind): Promise<void> {
  return trimFolder(kindFolder(store, kind), shares[kind] * cacheLimit(store) * gigabyte);
}

/** Milliseconds without a write after which nobody goes on with a half-made video. */
const abandonedAfter = 3_600_000;

/** Where a video's entry is: by id and content, so that another file under the same id gets its own. */
export function cachePath(store: ProjectStore, kind: CacheKind | 'damage', video: Video, ending = ''): string {
  return join(store.dir, '.cache', kind, `${video.id}.${video.hash.slice(-16)}${ending}`);
}

/** Notes that an entry is used now. */
export async function markUsed(entry: string): Promise<void> {
  const now = new Date();
  await utimes(entry, now, now).catch(() => undefined);
}

/**
 * Makes the folder of an entry; where it is new, older ones make room for it.
 * @returns the folder
 */
export async function cacheFolder(store: ProjectStore, kind: CacheKind, video: Video): Promise<string> {
  const folder = cachePath(store, kind, video);
  if (await mkdir(folder, { recursive: true })) await trimCache(store, kind);
  return folder;
}

/**
 * Removes what killed processes left half-made, and entries until the rest fits the budget, those unused for longest
 * first; the latest stays however large it is, and so does what cannot be removed, such as a file
 * that is being played on Windows.
 */
export async function trimFolder(folder: string, budget: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(names.map((name) => entryAt(join(folder, name))));
  let room = budget;
  const latestFirst = entries.flatMap((entry) => entry ?? []).sort((a, b) => b.used - a.used);
  for (const [rank, { path, bytes, used }] of latestFirst.entries()) {
    room -= bytes;
    const isAbandoned = path.endsWith('.partial.mp4') && used < Date.now() - abandonedAfter;
    if (isAbandoned || (room < 0 && rank > 0)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Size and last use of a file, or of a folder with its files; null where it went meanwhile. */
async function entryAt(path: string): Promise<{ path: string; bytes: number; used: number } | null> {
  const info = await stat(path).catch(() => null);
  if (!info) return null;
  if (!info.isDirectory()) return { path, bytes: info.size, used: info.mtimeMs };
  const inside = await Promise.all((await readdir(path).catch(() => [])).map((name) => entryAt(join(path, name))));
  return { path, bytes: inside.reduce((sum, entry) => sum + (entry?.bytes ?? 0), 0), used: info.mtimeMs };
}
