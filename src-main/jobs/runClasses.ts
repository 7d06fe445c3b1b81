import type { RunClass } from '../common/domain/run';
import type { ActionClass } from '../common/domain/taxonomy';

/**
 * Classes of a new run: background first, then the taxonomy's order, ambiguous ones last so that the smallest index of a
 * step is an action wherever there is one.
 */
export function runClasses(taxonomy: readonly ActionClass[]): RunClass[] {
  const rank = (entry: ActionClass) => (entry.background ? 0 : entry.ambiguous ? 2 : 1);
  return taxonomy
    .slice()
    .sort((a, b) => rank(a) - rank(b))
    .map(({ id, name, background, ambiguous }) => ({
      id,
      name,
      ...(background && { background }),
      ...(ambiguous && { ambiguous }),
    }));
}

/** Indices of the classes that are neither trained nor predicted. */
export function ambiguousIndices(classes: readonly RunClass[]): Set<number> {
  return new Set(classes.flatMap((entry, index) => (entry.ambiguous ? [index] : [])));
}
