import { mergeClasses, mergeName } from '../common/classEditing';
import type { ClassCount, MergePlan } from '../common/contract/taxonomy';
import type { ProjectStore } from '../data/project/store';
import type { TaxonomyEdit } from '../common/domain/taxonomyEdit';
import { laneTaking, leaveLane, removalName, removeLane } from '../common/laneEditing';
import { mergeLabels } from '../common/mergeLabels';

/** How often each class is used, most first; labels that cannot be read are left out. */
export async function countClasses(store: ProjectStore): Promise<ClassCount[]> {
  const counts = new Map<number, ClassCount>();
  for (const { id: video } of store.videos) {
    const segments = (await store.annotation(video).catch(() => null))?.segments ?? [];
    const here = new Set<number>();
    for (const { classId: id } of segments) {
      const count = counts.get(id) ?? { id, segments: 0, videos: 0 };
      count.segments++;
      if (!here.has(id)) count.videos++;
      here.add(id);
      counts.set(id, count);
    }
  }
  return [...counts.values()].sort((a, b) => b.segments - a.segments || a.id - b.id);
}

/**
 * What merging classes into another comes to, as the edit that would do it; nothing is written.
 * @param join see `mergeLabels`
 * @throws UserError `no-class`, `background-class`, or those of labels that cannot be read
 */
export async function planMerge(
  store: ProjectStore,
  from: readonly number[],
  into: number,
  join: boolean,
): Promise<MergePlan> {
  const { taxonomy } = store;
  const merge = { from: new Set(from), into, join, name: mergeName(taxonomy, from, into) };
  const merged = [];
  for (const { id } of store.videos) {
    const found = mergeLabels(await store.annotation(id), merge);
    if (found) merged.push(found);
  }
  const edits = merged.map(({ edit }) => edit);
  const edit = mergeClasses(taxonomy, from, into, edits);
  const videos = merged.map(({ edit: { video }, ...counts }) => ({ video, ...counts }));
  return { edit, videos: videos.filter(({ segments }) => segments > 0) };
}

/**
 * The edit that removes a lane and puts its segments into its neighbour, in every video; nothing is written.
 * @throws UserError `no-lane`, `only-lane`, or those of labels that cannot be read
 */
export async function planLaneRemoval(store: ProjectStore, lane: number): Promise<TaxonomyEdit> {
  const { taxonomy } = store;
  const into = laneTaking(taxonomy, lane).id;
  const labels = [];
  for (const { id } of store.videos) {
    const edit = leaveLane(await store.annotation(id), { from: lane, into, name: removalName(taxonomy, lane) });
    if (edit) labels.push(edit);
  }
  return removeLane(taxonomy, lane, labels);
}
