import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Annotation } from '../../../src-main/common/domain/annotation';
import { UserError } from '../../../src-main/common/errors';
import type { JobContext } from '../../../src-main/common/progress';
import { createProject, type ProjectStore } from '../../../src-main/data/project/store';
import { video } from '../../builders/toyKitchen';

export { folderDigest } from '../../builders/folderDigest';
export { video };

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gadw-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Writes text files under a folder: `{ 'a/b.txt': 'text' }`. */
export function writeFiles(dir: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

/** Labels of a video in seconds, `[start, end, classId]` each, all reviewed. */
export function labels(videoId: string, segments: [number, number, number][]): Annotation {
  return {
    version: 1,
    video: videoId,
    timebase: 'seconds',
    segments: segments.map(([start, end, classId], i) => ({ id: `h${i}`, start, end, classId, origin: 'human' })),
    reviewed: [{ start: 0, end: 20 }],
  };
}

/** A project with classes 1 "cut onion" and 2 "stir pot" and the items `a` and `b` of 20 s. */
export async function smallProject(options: { singleLabel?: boolean } = {}): Promise<ProjectStore> {
  const dir = join(temporaryFolder(), 'kitchen');
  const store = await createProject(dir, { name: 'kitchen', singleLabel: options.singleLabel ?? false });
  await store.saveTaxonomy({
    ...store.taxonomy,
    nextId: 3,
    classes: [...store.taxonomy.classes, { id: 1, name: 'cut onion' }, { id: 2, name: 'stir pot' }],
  });
  await store.saveVideos([video('a'), video('b')]);
  return store;
}

/** The `UserError` that work ends with. */
export async function userError(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error;
  throw error;
}

export const quiet: JobContext = {
  report: () => undefined,
  log: () => undefined,
  signal: new AbortController().signal,
};
