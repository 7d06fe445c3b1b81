import { join } from 'node:path';
import { partsIn, withSlotsByRank } from '../../common/classParts';
import type { KeptEdits } from '../../common/conflicts';
import type { AnnotationEdit } from '../../common/domain/edit';
import type { TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { keepEdits, markSettled, readKept, readKeptClasses } from './kept';
import { withLock } from './lock';
import { annotationFile } from './paths';
import { requireProject } from './records';
import type { ProjectStore } from './store';

/**
 * Those of the project's videos that are not settled, by video and age.
 * @throws UserError of reading and of what holds no edits
 */
export async function keptEdits({ dir, videos }: ProjectStore): Promise<KeptEdits[]> {
  const known = new Set(videos.map(({ id }) => id));
  return (await readKept(dir)).filter(({ video }) => known.has(video));
}

/** Likewise of classes and lanes, by age. */
export const keptClassEdits = ({ dir }: ProjectStore): Promise<KeptEdits<TaxonomyEdit>[]> => readKeptClasses(dir);

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

/**
 * Likewise of an edit of classes or lanes; one that only changes labels, as of several videos
 * at once, is kept with those.
 * @returns the path of the file, or of the first of them
 */
export async function keepRefusedClasses(store: ProjectStore, made: TaxonomyEdit): Promise<string> {
  const edit = withSlotsByRank(made, store.taxonomy);
  if (partsIn(edit).length > 0) return alone(store, 'taxonomy.json', () => keepEdits(store.dir, '', [edit]));
  const files: string[] = [];
  for (const one of edit.labels) files.push(await keepRefused(store, [one]));
  return files[0] ?? 'annotations';
}

async function alone<T>({ dir }: ProjectStore, path: string, work: () => Promise<T>): Promise<T> {
  await requireProject(dir, `Could not save ${path}`);
  return withLock(join(dir, 'project.json'), work);
}
