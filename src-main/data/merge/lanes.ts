import { defaultLane, defaultLaneName, type Lane, lanesOf, reservedLaneNames } from '../../common/domain/lane';
import type { Taxonomy } from '../../common/domain/taxonomy';
import type { Imported, ImportedSegment } from '../formats/imported';
import { withoutLayer } from '../formats/layers';
import type { Draft } from './draft';

/** The lanes after an import, and how its segments find theirs. */
export interface MergedLanes {
  taxonomy: Taxonomy;
  /** Names of lanes that are new. */
  added: string[];
  laneOf(segment: ImportedSegment): number;
}

/**
 * A lane of a file is the project's lane of that name, else a new one below the others. Files of one lane bring no name for
 * it into a project that has one, and the first lane of files with several becomes the only lane of a project without labels.
 * Where segments must not overlap, and of another annotator's labels, no lane is added: what the project does not know is in
 * its first.
 * @param taxonomy with the classes of the import
 */
export async function mergeLanes(draft: Draft, taxonomy: Taxonomy, imports: readonly Imported[]): Promise<MergedLanes> {
  const nameOf = laneNames(imports);
  const names = new Set(imports.flatMap((i) => i.segments).map(nameOf));
  const open = !draft.store.project.singleLabel && draft.annotator === null;
  const before = lanesOf(taxonomy);
  if (!open || (!taxonomy.lanes && names.size <= 1)) return { taxonomy, added: [], laneOf: finder(before, nameOf) };
  const isNew = !taxonomy.lanes && !names.has(undefined) && !names.has(defaultLaneName) && !(await draft.hasLabels());
  const lanes: Lane[] = isNew ? [] : [...before];
  const added: string[] = [];
  let { nextLane = 1 } = taxonomy;
  for (const name of names) {
    if (name === undefined || lanes.some((lane) => lane.name === name)) continue;
    lanes.push({ id: lanes.length === 0 ? defaultLane : nextLane++, name });
    added.push(name);
  }
  const merged = added.length > 0 ? { ...taxonomy, lanes, nextLane } : taxonomy;
  return { taxonomy: merged, added, laneOf: finder(lanes, nameOf) };
}

type NameOf = (segment: ImportedSegment) => string | undefined;

function finder(lanes: readonly Lane[], nameOf: NameOf): MergedLanes['laneOf'] {
  const byName = new Map(lanes.map(({ id, name }) => [name, id]));
  const first = lanes[0]?.id ?? defaultLane;
  return (segment) => byName.get(nameOf(segment) ?? '') ?? first;
}

/** The lane's name without the number of a layer, where the files have that lane, too; none where no lane may have it. */
function laneNames(imports: readonly Imported[]): NameOf {
  const all = new Set(imports.flatMap((i) => i.segments).flatMap(({ lane }) => lane ?? []));
  return ({ lane }) => (lane === undefined || reservedLaneNames.includes(lane) ? undefined : withoutLayer(lane, all));
}
