/** What the palette finds: commands, classes, segments, videos and runs, each with what choosing it does. */
import { Film, ListChecks, type LucideIcon, Tag } from 'lucide-react';
import type { FoundSegment, LabelCounts } from '../../src-main/common/contract/labels';
import { actions, perform } from '../actions';
import { isPossible } from '../actions/action';
import { useProject } from '../state/project';
import { goTo, openVideo, selectRun } from '../state/view';
import { openSegment } from '../timeline/sought';
import { formatCount, formatLength, formatTime } from '../ui/format';
import { keyOf } from '../ui/keyOf';

export const kinds = ['Commands', 'Classes', 'Segments', 'Videos', 'Runs'] as const;
export type Kind = (typeof kinds)[number];

/** A first character that limits the search to one kind. */
export const kindKeys: Record<Kind, string> = { Commands: '>', Classes: '#', Segments: '*', Videos: '/', Runs: '@' };

export interface Item {
  key: string;
  kind: Kind;
  label: string;
  note: string;
  icon: LucideIcon;
  classId?: number;
  shortcut?: string | undefined;
  /** It cannot be done now, as nothing is chosen that it would be done to. */
  impossible?: true;
  choose: () => void;
}

export function allItems({
  project,
  runs = [],
  counts = {},
}: Pick<ReturnType<typeof useProject.getState>, 'project' | 'runs' | 'counts'>): Item[] {
  const commands = actions.filter((action) => action.id !== 'view.palette');
  return [
    ...commands.map(
      (action): Item => ({
        key: action.id,
        kind: 'Commands',
        label: action.label,
        icon: action.icon,
        shortcut: keyOf(action.id),
        ...(isPossible(action)
          ? { note: action.group }
          : { note: `${action.group} · not possible now`, impossible: true }),
        choose: () => perform(action),
      }),
    ),
    ...(project?.videos ?? []).map(
      (video): Item => ({
        key: `video ${video.id}`,
        kind: 'Videos',
        label: video.id,
        note: [formatLength(video.duration), counted(counts[video.id]), video.split].filter(Boolean).join(' · '),
        icon: Film,
        choose: () => openVideo(video.id),
      }),
    ),
    ...runs.map(
      (run): Item => ({
        key: `run ${run.id}`,
        kind: 'Runs',
        label: run.name,
        note: run.settings?.kind ?? 'imported',
        icon: ListChecks,
        choose: () => {
          selectRun(run.id);
          goTo('runs');
        },
      }),
    ),
    ...(project?.taxonomy.classes ?? []).map(
      (one): Item => ({
        key: `class ${one.id}`,
        kind: 'Classes',
        label: one.name,
        note: one.verb && one.noun ? `verb ${one.verb}, noun ${one.noun}` : '',
        icon: Tag,
        classId: one.id,
        choose: () => goTo('project'),
      }),
    ),
  ];
}

const counted = (counts: LabelCounts | undefined): string => (counts ? formatCount(counts.segments, 'segment') : '');

/** A segment that was found for a query. */
export function segmentHit(segment: FoundSegment, query: string): Hit {
  const { video, id, start, end, classId, note } = segment;
  const label = useProject.getState().project?.taxonomy.classes.find((one) => one.id === classId)?.name ?? video;
  const item: Item = {
    key: `segment ${video} ${id}`,
    kind: 'Segments',
    label,
    note: [video, `${formatTime(start)}–${formatTime(end)}`, note].filter(Boolean).join(' · '),
    icon: Film,
    classId,
    choose: () => openSegment(segment),
  };
  return { item, matched: matchedIn(label.toLowerCase(), wordsOf(query)) };
}

/** Stretches of the label that the query's words matched, as `[from, to)`. */
export type Matched = [number, number][];

export interface Hit {
  item: Item;
  matched: Matched;
}

/**
 * Items whose label, note or kind holds every word of the query, best first within a kind: matches at the start of a
 * word come before those inside one, and what cannot be done now comes last, where something is asked for. A first
 * character of `kindKeys` limits the kind.
 */
export function search(items: readonly Item[], query: string): Hit[] {
  const kind = kindOf(query);
  const words = wordsOf(query);
  const hits = items
    .filter((item) => (kind === undefined || item.kind === kind) && !(item.impossible && query === ''))
    .flatMap((item) => score(item, words) ?? []);
  return hits.sort(
    (a, b) =>
      kinds.indexOf(a.item.kind) - kinds.indexOf(b.item.kind) ||
      Number(a.item.impossible ?? false) - Number(b.item.impossible ?? false) ||
      b.score - a.score,
  );
}

/** The kind that a query is limited to. */
export const kindOf = (query: string): Kind | undefined => kinds.find((one) => query.startsWith(kindKeys[one]));

/** What is searched for, without the character of a kind. */
export const textOf = (query: string): string => (kindOf(query) ? query.slice(1) : query);

const wordsOf = (query: string): string[] => textOf(query).toLowerCase().split(/\s+/).filter(Boolean);

const matchedIn = (label: string, words: readonly string[]): Matched =>
  words
    .map((word): [number, number] => [label.indexOf(word), label.indexOf(word) + word.length])
    .filter(([from]) => from >= 0)
    .sort((a, b) => a[0] - b[0]);

function score(item: Item, words: readonly string[]): (Hit & { score: number }) | null {
  const label = item.label.toLowerCase();
  let total = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at >= 0) total += at === 0 ? 3 : /[\s_-]/.test(label[at - 1] ?? '') ? 2 : 1;
    else if (!`${item.kind} ${item.note}`.toLowerCase().includes(word)) return null;
  }
  return { item, matched: matchedIn(label, words), score: total };
}
