import { type ActionClass, cleanClassName, type Taxonomy } from '../../common/domain/taxonomy';
import type { Imported, ImportedClass } from '../formats/imported';

/** The taxonomy after an import, and how its labels find their class. */
export interface MergedClasses {
  taxonomy: Taxonomy;
  /** Names of classes that are new. */
  added: string[];
  /** The class of a label; undefined where the closed list has none. */
  classOf(label: string): ActionClass | undefined;
}

/**
 * Classes a file declares are added to the taxonomy; a file without a class list adds the names of its labels, in
 * alphabetical order, but only while the project has no class except the background: after that the taxonomy is closed.
 * Names are compared in lower case with spaces for underscores. Ids are new ones, never used before.
 */
export function mergeClasses(taxonomy: Taxonomy, imports: readonly Imported[]): MergedClasses {
  const classes = taxonomy.classes.slice();
  const byName = new Map(classes.map((c) => [cleanClassName(c.name), c]));
  const open = classes.every((c) => c.background);
  let { nextId } = taxonomy;
  const added: string[] = [];
  const add = (declared: ImportedClass): void => {
    const key = cleanClassName(declared.name);
    const background = declared.background ? classes.find((c) => c.background) : undefined;
    if (background) byName.set(key, background);
    if (byName.has(key)) return;
    const ambiguous = key === 'ambiguous' ? { ambiguous: true as const } : {};
    const entry: ActionClass = { id: nextId++, ...declared, ...ambiguous };
    byName.set(key, entry);
    classes.push(entry);
    added.push(entry.name);
  };
  for (const imported of imports) {
    for (const declared of imported.classes) add(declared);
    if (imported.classes.length === 0 && open) for (const label of labelsOf(imported)) add(label);
  }
  return {
    taxonomy: added.length > 0 ? { ...taxonomy, nextId, classes } : taxonomy,
    added,
    classOf: (label) => byName.get(cleanClassName(label)),
  };
}

function labelsOf(imported: Imported): ImportedClass[] {
  const labels = new Map<string, ImportedClass>();
  for (const { label, verb, noun } of imported.segments) {
    const pair = verb !== undefined && noun !== undefined ? { verb, noun } : {};
    if (!labels.has(label)) labels.set(label, { name: label, ...pair });
  }
  return [...labels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
