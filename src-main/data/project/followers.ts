import { hasFollowers, rebasedLabels } from '../../common/classRebasing';
import type { Annotation } from '../../common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../common/domain/edit';
import { removedLanes, retiredIds, type TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { checkUnused } from './check';

/**
 * What an edit of classes or lanes does to the labels of a project as they are now; see `rebasedLabels`.
 * @param videos all of the project's @param read the labels of one
 * @returns the edit with that, and the labels after it
 * @throws UserError `edit-conflict` or `class-in-use`
 */
export async function withLabels(
  edit: TaxonomyEdit,
  videos: readonly string[],
  read: (video: string) => Promise<Annotation>,
): Promise<{ edit: TaxonomyEdit; annotations: Annotation[] }> {
  const [classes, lanes] = [retiredIds(edit), removedLanes(edit)];
  const concerned = classes.size + lanes.size > 0 ? videos : new Set(edit.labels.map(({ video }) => video));
  const labels: AnnotationEdit[] = [];
  const annotations: Annotation[] = [];
  for (const video of concerned) {
    const planned = edit.labels.filter((one) => one.video === video);
    const before = await read(video);
    const changes = hasFollowers(edit) ? [rebasedLabels(edit, planned, before) ?? []].flat() : planned;
    const after = changes.reduce(applyEdit, before);
    checkUnused(after, classes, edit.name);
    if (changes.length > 0) annotations.push(after);
    labels.push(...changes);
  }
  return { edit: { ...edit, labels }, annotations };
}
