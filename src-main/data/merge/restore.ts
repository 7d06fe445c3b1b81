import type { Annotation } from '../../common/domain/annotation';
import { isSame } from '../../common/domain/edit';
import type { Project } from '../../common/domain/project';
import type { Taxonomy } from '../../common/domain/taxonomy';
import type { Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../project/store';

/** The records that an import changes, as they are before it or after it; of labels those of the videos it touches. */
export interface ImportedRecords {
  project: Project;
  taxonomy: Taxonomy;
  videos: readonly Video[];
  annotations: readonly Annotation[];
}

/**
 * Brings a project from the records on one side of an import to those on the other: an import is taken back so, and
 * made again. Ids of classes and lanes stay handed out, and arrays of features stay where they are.
 * @param name in the words of "Undo: …"
 * @throws UserError `edit-conflict` where something has changed since, and those of writing; nothing is written then
 */
export async function restoreRecords(
  store: ProjectStore,
  name: string,
  from: ImportedRecords,
  to: ImportedRecords,
): Promise<void> {
  await requireUnchanged(store, name, from);
  const stays = new Set(to.videos.map(({ id }) => id));
  // Labels of videos that go are emptied first: a video of that id which comes later must not find them.
  const annotations = to.annotations.map((one) =>
    stays.has(one.video) ? one : { ...one, segments: [], reviewed: [] },
  );
  const both = [...to.videos, ...from.videos.filter(({ id }) => !stays.has(id))];
  await store.apply({
    project: { ...store.project, ...importedIn(to.project) },
    taxonomy: restoredTaxonomy(store.taxonomy, from.taxonomy, to.taxonomy),
    videos: both,
    annotations,
  });
  if (both.length > to.videos.length) await store.apply({ videos: to.videos });
}

function restoredTaxonomy(now: Taxonomy, from: Taxonomy, to: Taxonomy): Taxonomy {
  const { lanes: _, ...rest } = now;
  const stays = new Set(to.classes.map(({ id }) => id));
  const gone = from.classes.filter(({ id }) => !stays.has(id));
  return {
    ...rest,
    classes: to.classes,
    retired: [...now.retired.filter(({ id }) => !stays.has(id)), ...gone],
    ...(to.lanes && { lanes: to.lanes }),
  };
}

/** What imports write into it. */
const importedIn = ({ splits, importedClasses, importedLanes }: Project) => ({
  splits,
  importedClasses,
  importedLanes,
});

async function requireUnchanged(store: ProjectStore, name: string, from: ImportedRecords): Promise<void> {
  const { classes, lanes } = store.taxonomy;
  if (!isSame({ classes, lanes }, { classes: from.taxonomy.classes, lanes: from.taxonomy.lanes })) {
    throw changed(name, 'the classes or lanes');
  }
  if (!isSame(store.videos, from.videos)) throw changed(name, 'the videos');
  if (!isSame(importedIn(store.project), importedIn(from.project))) throw changed(name, 'the splits');
  const there = new Set(store.videos.map(({ id }) => id));
  for (const annotation of from.annotations) {
    if (!there.has(annotation.video)) continue;
    const now = await store.annotation(annotation.video);
    if (!isSame(inOrder(now), inOrder(annotation))) throw changed(name, `the labels of ${annotation.video}`);
  }
}

const inOrder = (annotation: Annotation): Annotation => ({
  ...annotation,
  segments: annotation.segments.slice().sort((a, b) => (a.id < b.id ? -1 : 1)),
});

function changed(name: string, what: string): UserError {
  const tip = 'Take back what was done since, or mend it by hand.';
  return new UserError('edit-conflict', `Could not do “${name}”: ${what} have changed since.`, tip);
}
