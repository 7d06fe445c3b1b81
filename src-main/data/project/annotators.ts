import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Annotator, type Settled, SettledList } from '../../common/domain/agreement';
import { Annotation } from '../../common/domain/annotation';
import { laneOf, lanesOf } from '../../common/domain/lane';
import { classIdsOf, meaningOf } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import { movedTo } from '../../common/laneEditing';
import { replaceFile, saveError, syncFolder, writeFileAtomic } from './atomic';
import { requireSafeId } from './ids';
import { withLock } from './lock';
import { annotatorFile, annotatorsFolder } from './paths';
import { readRecord, recordText } from './records';
import type { ProjectStore } from './store';

/**
 * Labels of other annotators, kept beside the project's own in `annotators/<name>/<video>.json`, in the same form. They
 * come by import, are never edited here and leave by being laid aside; what was settled between them and the project's
 * labels is in `agreement.json`.
 */

/** By name; videos that the project does not have are left out. */
export async function listAnnotators(store: ProjectStore): Promise<Annotator[]> {
  const known = new Set(store.videos.map(({ id }) => id));
  const entries = await readdir(join(store.dir, annotatorsFolder), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const files = await readdir(join(store.dir, annotatorsFolder, name));
      const videos = files.flatMap((file) => (file.endsWith('.json') ? file.slice(0, -'.json'.length) : []));
      return { name, videos: videos.filter((video) => known.has(video)).sort() };
    }),
  );
}

/** @throws UserError `no-annotator` */
export async function requireAnnotator(store: ProjectStore, name: string): Promise<Annotator> {
  const all = await listAnnotators(store);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const there = all.length === 0 ? 'there are none yet' : `there are ${all.map((one) => one.name).join(', ')}`;
  throw new UserError(
    'no-annotator',
    `Missing annotator ${JSON.stringify(name)}: ${there}.`,
    'Import the labels with "as labels of another annotator".',
  );
}

/**
 * An annotator's labels of a video; null where there are none. Segments of classes that were merged are of
 * the class that these are today, those of classes that the project has no more are left out, those of lanes that it
 * has no more are in the first.
 */
export async function readAnnotatorLabels(
  store: ProjectStore,
  name: string,
  videoId: string,
): Promise<Annotation | null> {
  const path = annotatorFile(name, videoId);
  const found = (await readRecord(join(store.dir, path), path, Annotation))?.record;
  if (!found) return null;
  const known = classIdsOf(store.taxonomy);
  const means = meaningOf(store.taxonomy);
  const lanes = lanesOf(store.taxonomy).map(({ id }) => id);
  const laneToday = (lane: number) => (lanes.includes(lane) ? lane : (lanes[0] as number));
  const segments = found.segments.map((segment) => ({
    ...movedTo(segment, laneToday(laneOf(segment))),
    classId: means(segment.classId),
  }));
  return { ...found, segments: segments.filter(({ classId }) => known.has(classId)) };
}

/** Where an annotator's labels go that are removed: `annotators/.removed/<name>/<time>`. */
const removedFolder = (store: ProjectStore, name: string) => join(store.dir, annotatorsFolder, '.removed', name);

/**
 * Takes an annotator out of the project; the labels are laid aside as they are.
 * @returns the folder where they are now
 * @throws UserError `no-annotator`, and those of writing
 */
export async function removeAnnotator(store: ProjectStore, name: string): Promise<string> {
  requireSafeId(name, 'annotator');
  const aside = join(removedFolder(store, name), String(Date.now()));
  await alone(store, async () => {
    await requireAnnotator(store, name);
    await move(join(store.dir, annotatorsFolder, name), aside);
  });
  return aside;
}

/**
 * Brings back what was removed of an annotator last.
 * @throws UserError `annotator-there`, `no-annotator`, and those of writing
 */
export async function restoreAnnotator(store: ProjectStore, name: string): Promise<void> {
  requireSafeId(name, 'annotator');
  const target = join(store.dir, annotatorsFolder, name);
  await alone(store, async () => {
    if (await stat(target).catch(() => null)) throw annotatorThere(name);
    const aside = removedFolder(store, name);
    const latest = (await readdir(aside).catch(() => [])).sort().at(-1);
    if (latest === undefined) throw notRemoved(name);
    await move(join(aside, latest), target);
  });
}

const alone = (store: ProjectStore, work: () => Promise<void>) => withLock(join(store.dir, 'project.json'), work);

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await replaceFile(from, to);
    await syncFolder(dirname(to));
  } catch (error) {
    throw saveError(to, error);
  }
}

const annotatorThere = (name: string) =>
  new UserError(
    'annotator-there',
    `Could not bring back the labels of ${JSON.stringify(name)}: there are labels of that name again.`,
    'Remove those first; they are laid aside too.',
  );

const notRemoved = (name: string) =>
  new UserError(
    'no-annotator',
    `No labels of an annotator ${JSON.stringify(name)} were removed.`,
    'Look into annotators/.removed in the folder of the project.',
  );

const settledName = 'agreement.json';

/** What has become of disagreements; nothing where there is no file. */
export async function readSettled(projectDir: string): Promise<Settled[]> {
  return (await readRecord(join(projectDir, settledName), settledName, SettledList))?.record.settled ?? [];
}

/** @param kept null: the disagreement is open again */
export async function changeSettled(
  projectDir: string,
  { annotator, key, kept }: Omit<Settled, 'kept'> & { kept: Settled['kept'] | null },
): Promise<void> {
  const path = join(projectDir, settledName);
  await withLock(path, async () => {
    const others = (await readSettled(projectDir)).filter((one) => one.annotator !== annotator || one.key !== key);
    const settled = kept === null ? others : [...others, { annotator, key, kept }];
    await writeFileAtomic(path, recordText({ version: 1, settled } satisfies SettledList));
  });
}
