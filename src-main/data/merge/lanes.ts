import type { ImportChoices, ImportedLane } from '../../common/contract/project';
import { defaultLane, defaultLaneName, type Lane, lanesOf, reservedLaneNames } from '../../common/domain/lane';
import type { Project } from '../../common/domain/project';
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

/** What lanes of files mean by earlier choices and by these; a lane that is gone has no meaning any more. */
export function meantLanes(taxonomy: Taxonomy, earlier: Project['importedLanes'], chosen: Chosen): Chosen {
  const ids = new Set(lanesOf(taxonomy).map(({ id }) => id));
  const stays = ([, meant]: [string, Chosen[string]]) => typeof meant !== 'number' || ids.has(meant);
  return Object.fromEntries(Object.entries({ ...earlier, ...chosen }).filter(stays));
}

/** What the project keeps of them for the next import: a new lane is found by its name. */
export const keptLanes = (meant: Chosen): Project['importedLanes'] =>
  Object.fromEntries(Object.entries(meant).flatMap(([name, lane]) => (lane === 'new' ? [] : [[name, lane]])));

type Chosen = ImportChoices['lanes'];
/** Empty where a segment has none. */
type NameOf = (segment: ImportedSegment) => string;

/**
 * A lane of a file is what a person says or has said at an earlier import, else the project's lane of that name, else a
 * new one below the others. Files of one lane bring no name for it into a project that has one, and the first lane of
 * files with several becomes the only lane of a project without labels. Where segments must not overlap, and of another
 * annotator's labels, no lane is added: what the project does not know is in its first.
 * @param taxonomy with the classes of the import
 * @param imports without the lanes that are left out
 */
export async function mergeLanes(
  draft: Draft,
  taxonomy: Taxonomy,
  imports: readonly Imported[],
  chosen: Chosen,
): Promise<MergedLanes> {
  const nameOf = laneNames(imports);
  const names = new Set(imports.flatMap((i) => i.segments).map(nameOf));
  const wish = (name: string) => chosenFor(chosen, name);
  const wanted = [...names].filter((name) => name !== '' && wish(name) === 'new');
  const open = !draft.store.project.singleLabel && draft.annotator === null;
  const before = lanesOf(taxonomy);
  const merged = { taxonomy, added: [], laneOf: finder(before, nameOf, wish) };
  if (!open || (!taxonomy.lanes && names.size <= 1 && wanted.length === 0)) return merged;
  const intoKnown = [...names].some(
    (name) => name === '' || name === defaultLaneName || typeof wish(name) === 'number',
  );
  const isNew = !taxonomy.lanes && !intoKnown && !(await draft.hasLabels());
  const lanes: Lane[] = isNew ? [] : [...before];
  const added: string[] = [];
  let { nextLane = 1 } = taxonomy;
  for (const name of names) {
    if (name === '' || typeof wish(name) === 'number' || lanes.some((lane) => lane.name === name)) continue;
    lanes.push({ id: lanes.length === 0 ? defaultLane : nextLane++, name });
    added.push(name);
  }
  if (added.length === 0) return merged;
  return { taxonomy: { ...taxonomy, lanes, nextLane }, added, laneOf: finder(lanes, nameOf, wish) };
}

function finder(
  lanes: readonly Lane[],
  nameOf: NameOf,
  wish: (name: string) => Chosen[string] | undefined,
): MergedLanes['laneOf'] {
  const byName = new Map(lanes.map(({ id, name }) => [name, id]));
  const ids = new Set(lanes.map(({ id }) => id));
  const first = lanes[0]?.id ?? defaultLane;
  return (segment) => {
    const name = nameOf(segment);
    const wished = wish(name);
    return typeof wished === 'number' && ids.has(wished) ? wished : (byName.get(name) ?? first);
  };
}

const chosenFor = (chosen: Chosen, name: string) => (Object.hasOwn(chosen, name) ? chosen[name] : undefined);

/**
 * The lane's name without the number of a layer, where the files have that lane, too; none where no lane may have it.
 */
function laneNames(imports: readonly Imported[]): NameOf {
  const all = new Set(imports.flatMap((i) => i.segments).flatMap(({ lane }) => lane ?? []));
  return ({ lane }) => (lane === undefined || reservedLaneNames.includes(lane) ? '' : withoutLayer(lane, all));
}

/** The files without the lanes that a person leaves out. */
export function withoutLanes(imports: readonly Imported[], chosen: Chosen): readonly Imported[] {
  if (!Object.values(chosen).includes(null)) return imports;
  const nameOf = laneNames(imports);
  const stays = (segment: ImportedSegment) => chosenFor(chosen, nameOf(segment)) !== null;
  return imports.map((one) => ({ ...one, segments: one.segments.filter(stays) }));
}

/** Every lane of the files with what becomes of it; none where neither they nor the project have several. */
export function importedLanes(imports: readonly Imported[], merged: MergedLanes, chosen: Chosen): ImportedLane[] {
  const nameOf = laneNames(imports);
  const lanes = new Map<string, ImportedLane>();
  for (const segment of imports.flatMap((i) => i.segments)) {
    const name = nameOf(segment);
    const known = lanes.get(name);
    if (known) known.segments++;
    else {
      const left = chosenFor(chosen, name) === null;
      const becomes = left ? null : merged.added.includes(name) ? 'new' : merged.laneOf(segment);
      lanes.set(name, { name, segments: 1, becomes });
    }
  }
  const several =
    lanes.size > 1 ||
    lanesOf(merged.taxonomy).length > 1 ||
    [...lanes.keys()].some((name) => Object.hasOwn(chosen, name));
  return several ? [...lanes.values()] : [];
}
