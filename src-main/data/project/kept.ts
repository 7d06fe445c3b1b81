import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { partsIn } from '../../common/classParts';
import { type KeptEdits, segmentsIn, versionsIn } from '../../common/conflicts';
import { AnnotationEdit, isSame } from '../../common/domain/edit';
import { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { writeFileAtomic } from './atomic';
import { readRecord, recordText } from './records';

/**
 * Edits that another program's change left no room for, beside the labels:
 * `annotations/soup-07.refused-1795295804000.json` until of each of their segments a person has said what shall
 * be, `….settled-….json` from then on; those of classes and lanes likewise beside them, as
 * `taxonomy.refused-….json`. None is ever removed.
 */
const KeptFile = z.object({
  version: z.literal(1),
  edits: z.array(z.union([TaxonomyEdit, AnnotationEdit])),
  settled: z.array(z.string()).default([]),
});

type AnyEdit = AnnotationEdit | TaxonomyEdit;
type Kept = KeptEdits<AnyEdit>;
type Which = Pick<Kept, 'video' | 'time'>;

const folder = 'annotations';
const pathOf = ({ video, time }: Which, state: 'refused' | 'settled') =>
  `${video === '' ? 'taxonomy' : `${folder}/${video}`}.${state}-${time}.json`;

const isOfClasses = (edit: AnyEdit): edit is TaxonomyEdit => 'classes' in edit;
const isOfLabels = (edit: AnyEdit): edit is AnnotationEdit => !isOfClasses(edit);
const changesIn = (edits: readonly AnyEdit[]) =>
  edits.flatMap((edit): readonly { key: string; before: object | null; after: object | null }[] =>
    isOfClasses(edit) ? partsIn(edit) : segmentsIn(edit),
  );

/** Those that are not settled, by video and age. @throws UserError of reading and of what holds no edits */
export async function readKept(dir: string): Promise<KeptEdits[]> {
  const names = await readdir(join(dir, folder)).catch(() => []);
  const found = names.flatMap((name) => {
    const [, video, time] = /^(.+)\.refused-(\d+)\.json$/.exec(name) ?? [];
    return video !== undefined && time !== undefined ? { video, time } : [];
  });
  found.sort((a, b) => (a.video === b.video ? Number(a.time) - Number(b.time) : a.video < b.video ? -1 : 1));
  const read = await Promise.all(found.map((one) => readOne(dir, one, 'refused')));
  return read.flatMap((one) => (one ? { ...one, edits: one.edits.filter(isOfLabels) } : []));
}

/** Likewise of classes and lanes, by age. */
export async function readKeptClasses(dir: string): Promise<KeptEdits<TaxonomyEdit>[]> {
  const times = (await readdir(dir)).flatMap((name) => /^taxonomy\.refused-(\d+)\.json$/.exec(name)?.[1] ?? []);
  times.sort((a, b) => Number(a) - Number(b));
  const read = await Promise.all(times.map((time) => readOne(dir, { video: '', time }, 'refused')));
  return read.flatMap((one) => (one ? { ...one, edits: one.edits.filter(isOfClasses) } : []));
}

async function readOne(dir: string, which: Which, state: 'refused' | 'settled'): Promise<Kept | null> {
  const path = pathOf(which, state);
  const found = await readRecord(join(dir, path), path, KeptFile);
  return found && { ...which, edits: found.record.edits, settled: found.record.settled };
}

/**
 * Keeps edits of a video, or of classes and lanes. One that goes on from kept ones joins
 * them. Under the project's lock.
 * @param video '' of those of classes and lanes @returns the file's path
 */
export async function keepEdits(dir: string, video: string, edits: readonly AnyEdit[]): Promise<string> {
  const all: Kept[] =
    video === '' ? await readKeptClasses(dir) : (await readKept(dir)).filter((one) => one.video === video);
  const last = all.at(-1);
  const [first] = edits;
  if (last && first && goesOn(last, first)) return write(dir, { ...last, edits: [...last.edits, ...edits] }, 'refused');
  // By time, and never over another.
  const time = String(Math.max(Date.now(), Number(last?.time ?? 0) + 1));
  return write(dir, { video, time, edits, settled: [] }, 'refused');
}

function goesOn({ edits, settled }: Kept, edit: AnyEdit): boolean {
  const versions = versionsIn(changesIn(edits));
  return changesIn([edit]).some(({ key, before }) => {
    const last = before && !settled.includes(key) ? versions.get(key) : undefined;
    return last !== undefined && isSame(last.mine, before);
  });
}

async function write(dir: string, { edits, settled, ...which }: Kept, state: 'refused' | 'settled') {
  const path = pathOf(which, state);
  await writeFileAtomic(join(dir, path), recordText({ version: 1, edits, ...(settled.length > 0 && { settled }) }));
  return path;
}

/** Says that conflicts are settled, or open again. Under the project's lock. @param keys see `conflictKey` */
export async function markSettled(dir: string, keys: readonly string[], settled: boolean): Promise<void> {
  for (const [name, segments] of bySource(keys)) {
    const [, video = '', time = ''] = /^(.*)\.(\d+)$/.exec(name) ?? [];
    const which = { video, time };
    const kept = (await readOne(dir, which, 'refused')) ?? (await readOne(dir, which, 'settled'));
    if (!kept) continue;
    const others = kept.settled.filter((id) => !segments.includes(id));
    const now = { ...kept, settled: settled ? [...others, ...segments] : others };
    const isDone = changesIn(kept.edits).every(({ key: id }) => now.settled.includes(id));
    await write(dir, now, isDone ? 'settled' : 'refused');
    await rm(join(dir, pathOf(which, isDone ? 'refused' : 'settled')), { force: true });
  }
}

/** Segments, or parts of the classes, by the video and time of the edits that they are in. */
function bySource(keys: readonly string[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const key of keys) {
    const at = key.indexOf('#');
    const name = key.slice(0, at);
    sources.set(name, [...(sources.get(name) ?? []), key.slice(at + 1)]);
  }
  return sources;
}
