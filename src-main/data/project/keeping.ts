import { join } from 'node:path';
import type { KeptEdits } from '../../common/conflicts';
import type { AnnotationEdit } from '../../common/domain/edit';
import type { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { writeFileAtomic } from './atomic';
import { keepEdits, markSettled, readKept } from './kept';
import { withLock } from './lock';
import { annotationFile } from './paths';
import { recordText, requireProject } from './records';
import type { ProjectStore } from './store';

/** Those of the project's videos that are not settled, by video and age. @throws UserError of reading and of what holds no edits */
export async function keptEdits({ dir, videos }: ProjectStore): Promise<KeptEdits[]> {
  const known = new Set(videos.map(({ id }) => id));
  return (await readKept(dir)).filter(({ video }) => known.has(video));
}

/** Keeps edits of a video, once nobody else writes. @returns the path of the file that they are in */
export function keepRefused(
  store: ProjectStore,
  edits: readonly [AnnotationEdit, ...AnnotationEdit[]],
): Promise<string> {
  const { id } = store.video(edits[0].video);
  return alone(store, annotationFile(id), () => keepEdits(store.dir, id, edits));
}

/** Says that conflicts are settled, or open again. @param keys see `conflictKey` */
export function settleKept(store: ProjectStore, keys: readonly string[], settled: boolean): Promise<void> {
  return alone(store, 'annotations', () => markSettled(store.dir, keys, settled));
}

/** Keeps an edit of classes or lanes that found no room: `taxonomy.refused-1795295804000.json`. @returns the file's name */
export async function keepRefusedClasses(store: ProjectStore, edit: TaxonomyEdit): Promise<string> {
  const name = `taxonomy.refused-${Date.now()}.json`;
  await alone(store, name, () => writeFileAtomic(join(store.dir, name), recordText({ version: 1, edit })));
  return name;
}

async function alone<T>({ dir }: ProjectStore, path: string, work: () => Promise<T>): Promise<T> {
  await requireProject(dir, `Could not save ${path}`);
  return withLock(join(dir, 'project.json'), work);
}
