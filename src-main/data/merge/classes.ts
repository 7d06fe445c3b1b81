import type { ImportChoices, ImportedLabel } from '../../common/contract/project';
import type { Project } from '../../common/domain/project';
import { type ActionClass, cleanClassName, meaningOf, type Taxonomy } from '../../common/domain/taxonomy';
import type { Imported, ImportedClass } from '../formats/imported';

/** The taxonomy after an import, and how its labels find their class. */
export interface MergedClasses {
  taxonomy: Taxonomy;
  /** Names of classes that are new. */
  added: string[];
  /** The class of a label; undefined where the closed list has none, null where its segments are left out. */
  classOf(label: string): ActionClass | undefined | null;
  /** What the project keeps of the choices, for the next import. */
  meanings: Project['importedClasses'];
}

/**
 * A label means what was chosen for it now or at an earlier import. Otherwise classes a file declares are added to the
 * taxonomy; a file without a class list, or with free text, adds the names of its labels, in alphabetical order, but
 * only while the project has no class except the background: after that the taxonomy is closed. The name of a class
 * that was merged means the one that it was merged into. Names are compared in lower case with spaces for underscores.
 * Ids are new ones, never used before.
 */
export function mergeClasses(
  { taxonomy, project }: { taxonomy: Taxonomy; project: Pick<Project, 'importedClasses'> },
  imports: readonly Imported[],
  chosen: ImportChoices['classes'],
): MergedClasses {
  const classes = taxonomy.classes.slice();
  const byName = namesOf(taxonomy);
  const open = classes.every((c) => c.background);
  const { meanings, asked } = meaningsOf(taxonomy, project.importedClasses, chosen);
  let { nextId } = taxonomy;
  const added: string[] = [];
  const add = (declared: ImportedClass): void => {
    const key = cleanClassName(declared.name);
    const background = declared.background ? classes.find((c) => c.background) : undefined;
    if (background) byName.set(key, background);
    if (byName.has(key) || meanings.has(key)) return;
    const ambiguous = key === 'ambiguous' ? { ambiguous: true as const } : {};
    const entry: ActionClass = { id: nextId++, ...declared, ...ambiguous };
    byName.set(key, entry);
    classes.push(entry);
    added.push(entry.name);
  };
  for (const imported of imports) {
    for (const declared of imported.classes) add(declared);
    const all = open && (imported.classes.length === 0 || imported.freeLabels);
    for (const label of labelsOf(imported)) if (all || asked.has(cleanClassName(label.name))) add(label);
  }
  const byId = new Map(classes.map((c) => [c.id, c]));
  return {
    taxonomy: added.length > 0 ? { ...taxonomy, nextId, classes } : taxonomy,
    added,
    classOf(label) {
      const key = cleanClassName(label);
      const meant = meanings.get(key);
      return meant === undefined ? byName.get(key) : meant === null ? null : byId.get(meant);
    },
    meanings: Object.fromEntries(meanings),
  };
}

/** The class of each name; that of a class which was merged means the one that this is today. */
function namesOf({ classes, retired }: Taxonomy): Map<string, ActionClass> {
  const means = meaningOf({ retired });
  const todays = retired.map(({ id, name }) => ({ name, today: classes.find((c) => c.id === means(id)) }));
  return new Map([
    ...todays.flatMap(({ name, today }) => (today ? [[cleanClassName(name), today] as const] : [])),
    ...classes.map((c) => [cleanClassName(c.name), c] as const),
  ]);
}

/**
 * Earlier choices and these; a class that is gone has no meaning any more. `asked`: names
 * that shall become new classes.
 */
function meaningsOf(taxonomy: Taxonomy, earlier: Project['importedClasses'], chosen: ImportChoices['classes']) {
  const ids = new Set(taxonomy.classes.map((c) => c.id));
  const means = meaningOf(taxonomy);
  const meanings = new Map<string, number | null>();
  const asked = new Set<string>();
  for (const [name, meant] of [...Object.entries(earlier), ...Object.entries(chosen)]) {
    const key = cleanClassName(name);
    meanings.delete(key);
    if (meant === 'new') asked.add(key);
    else if (meant === null || ids.has(means(meant))) meanings.set(key, meant === null ? null : means(meant));
  }
  return { meanings, asked };
}

/** Every class name that occurs in the files, with what becomes of it, in the order of how often. */
export function importedLabels(
  taxonomy: Taxonomy,
  imports: readonly Imported[],
  { classOf }: MergedClasses,
): ImportedLabel[] {
  const counts = new Map<string, number>();
  for (const { label } of imports.flatMap((i) => i.segments)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const known = new Set(taxonomy.classes.map((c) => c.id));
  const becomes = (name: string): ImportedLabel['becomes'] => {
    const found = classOf(name);
    if (!found) return found === null ? null : 'none';
    return known.has(found.id) ? found.id : 'new';
  };
  return [...counts]
    .map(([name, segments]) => ({ name, segments, becomes: becomes(name) }))
    .sort((a, b) => b.segments - a.segments || (a.name < b.name ? -1 : 1));
}

function labelsOf(imported: Imported): ImportedClass[] {
  const labels = new Map<string, ImportedClass>();
  for (const { label, verb, noun } of imported.segments) {
    const pair = verb !== undefined && noun !== undefined ? { verb, noun } : {};
    if (!labels.has(label)) labels.set(label, { name: label, ...pair });
  }
  return [...labels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
