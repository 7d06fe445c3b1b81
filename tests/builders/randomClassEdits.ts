import { slots } from '../../src-main/common/classColours';
import {
  addClass,
  deleteClasses,
  hotkeys,
  mergeClasses,
  mergeName,
  pinClass,
  pinVerb,
  renameClass,
  setAmbiguous,
  setHotkey,
  setWord,
} from '../../src-main/common/classEditing';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import type { TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { mergeLabels } from '../../src-main/common/mergeLabels';
import type { Rng } from '../../src-main/common/rng';

const verbs = ['cut', 'stir', 'pour', 'add', 'wash', 'peel', 'open', 'close', 'mix', 'grate'];

/**
 * An edit that fits these classes and labels, of any of the kinds that people make; null where there is nothing to do.
 */
export function randomClassEdit(
  taxonomy: Taxonomy,
  labels: readonly Annotation[],
  rng: Rng,
  name: string,
): TaxonomyEdit | null {
  const pick = <T>(from: readonly T[]): T => from[rng.below(from.length)] as T;
  const verb = pick(verbs);
  const actions = taxonomy.classes.filter(({ background }) => !background);
  const id = actions.length > 0 ? pick(actions).id : 0;
  const used = new Set(labels.flatMap(({ segments }) => segments.map(({ classId }) => classId)));
  const unused = actions.filter((entry) => !used.has(entry.id));
  const others = actions.filter((entry) => entry.id !== id);
  const kinds: (() => TaxonomyEdit | null)[] = [
    () => addClass(taxonomy, { name: `${verb} ${name}` }).edit,
    () => renameClass(taxonomy, id, `${verb} ${name}`),
    () => setWord(taxonomy, id, 'verb', rng.below(3) === 0 ? '' : verb),
    () => setWord(taxonomy, id, 'noun', rng.below(3) === 0 ? '' : name),
    () => pinClass(taxonomy, id, pick([...slots, null])),
    () => pinVerb(taxonomy, verb, pick([...slots, null])),
    () => setHotkey(taxonomy, id, pick([...hotkeys, ''])),
    () => (id === 0 ? null : setAmbiguous(taxonomy, id, rng.below(2) === 0)),
    () => (unused.length === 0 ? null : deleteClasses(taxonomy, [pick(unused).id])),
    () => (others.length === 0 ? null : merge(taxonomy, labels, [pick(others).id], id, rng.below(2) === 0)),
  ];
  return pick(kinds)();
}

function merge(taxonomy: Taxonomy, labels: readonly Annotation[], from: number[], into: number, join: boolean) {
  const how = { from: new Set(from), into, join, name: mergeName(taxonomy, from, into) };
  const edits = labels.flatMap((annotation) => mergeLabels(annotation, how)?.edit ?? []);
  return mergeClasses(taxonomy, from, into, edits);
}
