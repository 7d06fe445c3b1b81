import { lanesOf } from '../../src-main/common/domain/lane';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import type { TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { addLane, moveLane, removeLane, renameLane } from '../../src-main/common/laneEditing';
import type { Rng } from '../../src-main/common/rng';

/** An edit that fits these lanes, of any of the kinds that people make; null where there is nothing to do. */
export function randomLaneEdit(taxonomy: Taxonomy, rng: Rng, name: string): TaxonomyEdit | null {
  const lanes = lanesOf(taxonomy);
  const id = lanes[rng.below(lanes.length)]?.id ?? 0;
  const kinds: (() => TaxonomyEdit | null)[] = [
    () => addLane(taxonomy, name),
    () => renameLane(taxonomy, id, name),
    () => moveLane(taxonomy, id, rng.below(lanes.length)),
    () => (lanes.length === 1 ? null : removeLane(taxonomy, id, [])),
  ];
  return (kinds[rng.below(kinds.length)] as (typeof kinds)[number])();
}
