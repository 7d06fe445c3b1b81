/** What an edit of the classes means beyond the class itself, as sentences, before it is made. */
import { verbOf } from '../../../src-main/common/classColours';
import { classNamed } from '../../../src-main/common/classEditing';
import type { ClassCount, MergePlan } from '../../../src-main/common/contract/taxonomy';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import type { ActionClass, Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { formatCount } from '../../ui/format';

type Run = Pick<RunSummary, 'id' | 'name' | 'classes'>;

/** Runs that know any of these classes. */
const knowing = (runs: readonly Run[], ids: readonly number[]): readonly Run[] =>
  runs.filter(({ classes }) => classes.some(({ id }) => ids.includes(id)));

/** `gad-1, gad-2 and 3 more` */
function listed(names: readonly string[]): string {
  const [shown, rest] = [names.slice(0, 3), names.length - 3];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** What a new name changes. */
export function ofRename(
  taxonomy: Taxonomy,
  entry: ActionClass,
  name: string,
  { count, runs }: { count: ClassCount | undefined; runs: readonly Run[] },
): string[] {
  const other = classNamed(taxonomy, name);
  if (name.trim() === entry.name) return ['Type the new name to see what it changes.'];
  if (name.trim() === '') return ['A class needs a name.'];
  if (other && other.id !== entry.id)
    return [`“${other.name}” is there already: Enter shows what merging the two changes.`];
  const sentences = [
    count
      ? `${formatCount(count.segments, 'segment')} in ${formatCount(count.videos, 'video')} ${count.segments === 1 ? 'shows' : 'show'} the new name; nothing of theirs changes.`
      : 'No label is of this class.',
  ];
  const before = verbOf(entry);
  const after = verbOf({ ...entry, name: name.trim() });
  if (before !== after)
    sentences.push(`Its verb, the first word, turns from “${before}” to “${after}”, and so may its colour.`);
  else if (entry.verb !== undefined && !name.trim().startsWith(entry.verb))
    sentences.push(`Its verb stays “${entry.verb}”, and so does its colour.`);
  const known = knowing(runs, [entry.id]);
  if (known.length > 0)
    sentences.push(
      `${listed(known.map((run) => run.name))} learnt the text “${entry.name}” and ${known.length === 1 ? 'keeps' : 'keep'} it; shown and compared under the new name. Runs trained from now on learn the new text.`,
    );
  sentences.push(`Files imported later that say “${entry.name}” ask which class is meant.`);
  return sentences;
}

/** What a key changes, also for the class that has it. */
export function ofHotkey(taxonomy: Taxonomy, entry: ActionClass, key: string): string[] {
  if (key === (entry.hotkey ?? '')) return ['Press 1 to 9 or 0; Backspace takes the key away.'];
  if (key === '') return [`Key ${entry.hotkey} becomes free.`];
  const holder = taxonomy.classes.find(({ hotkey }) => hotkey === key);
  if (!holder) return [`Key ${key} is free.`];
  const given = entry.hotkey ? `gets key ${entry.hotkey} in exchange` : 'is left without a key';
  return [`Key ${key} is that of “${holder.name}”, which ${given}.`];
}

/** What a merge changes in labels, keys and runs. */
export function ofMerge(
  taxonomy: Taxonomy,
  { from, into, plan }: { from: readonly number[]; into: number; plan: MergePlan },
  runs: readonly Run[],
): string[] {
  const target = taxonomy.classes.find(({ id }) => id === into)?.name ?? '';
  const gone = taxonomy.classes.filter(({ id }) => from.includes(id));
  const segments = plan.videos.reduce((sum, video) => sum + video.segments, 0);
  const sentences = [
    segments === 0
      ? 'No label is of these classes; only the class list changes.'
      : `${formatCount(segments, 'segment')} in ${formatCount(plan.videos.length, 'video')} ${segments === 1 ? 'becomes' : 'become'} “${target}”.`,
  ];
  const keys = gone.flatMap(({ hotkey }) => hotkey ?? []);
  if (keys.length > 0)
    sentences.push(
      `${keys.length === 1 ? 'Key' : 'Keys'} ${keys.join(', ')} ${keys.length === 1 ? 'becomes' : 'become'} free.`,
    );
  const known = knowing(runs, from);
  if (known.length > 0) {
    const names = listed(known.map(({ name }) => name));
    const tells = known.length === 1 ? 'tells' : 'tell';
    sentences.push(
      `${names} ${tells} these classes apart: what ${known.length === 1 ? 'it predicts' : 'they predict'} of them counts as “${target}” from now on. Reports made before are of the old classes until the run is evaluated again, and a run trained from now on has ${formatCount(gone.length, 'class', 'classes')} fewer.`,
    );
  }
  return sentences;
}

/** How segments of the merged classes meet, all videos together; null where none do. */
export function meetings({ videos }: MergePlan): string | null {
  const sum = (of: 'touching' | 'overlapping' | 'doubled') => videos.reduce((total, video) => total + video[of], 0);
  const [touching, overlapping, doubled] = [sum('touching'), sum('overlapping'), sum('doubled')];
  if (touching + overlapping + doubled === 0) return null;
  const parts = [
    ...(overlapping > 0 ? [`${formatCount(overlapping, 'pair')} of segments will overlap`] : []),
    ...(doubled > 0 ? [`${formatCount(doubled, 'pair')} will have the very same times`] : []),
    ...(touching > 0 ? [`${formatCount(touching, 'pair')} will touch`] : []),
  ];
  return `${parts.join(', ')}, both of one class.`;
}
