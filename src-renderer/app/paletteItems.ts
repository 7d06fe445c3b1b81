/** What the palette finds: commands, videos, runs and classes, each with what choosing it does. */
import { Film, ListChecks, type LucideIcon, Tag } from 'lucide-react';
import { actions, perform } from '../actions';
import { isPossible } from '../actions/action';
import { useProject } from '../state/project';
import { goTo, openVideo, selectRun } from '../state/view';
import { formatCount, formatLength } from '../ui/format';

export const kinds = ['Commands', 'Videos', 'Runs', 'Classes'] as const;
export type Kind = (typeof kinds)[number];

/** A first character that limits the search to one kind. */
export const kindKeys: Record<Kind, string> = { Commands: '>', Videos: '/', Runs: '@', Classes: '#' };

export interface Item {
  key: string;
  kind: Kind;
  label: string;
  note: string;
  icon: LucideIcon;
  classId?: number;
  shortcut?: string | undefined;
  choose: () => void;
}

export function allItems(): Item[] {
  const { project, runs = [] } = useProject.getState();
  const commands = actions.filter((action) => action.id !== 'view.palette' && isPossible(action));
  return [
    ...commands.map(
      (action): Item => ({
        key: action.id,
        kind: 'Commands',
        label: action.label,
        note: action.group,
        icon: action.icon,
        shortcut: action.shortcut,
        choose: () => perform(action),
      }),
    ),
    ...(project?.videos ?? []).map(
      (video): Item => ({
        key: `video ${video.id}`,
        kind: 'Videos',
        label: video.id,
        note: `${formatLength(video.duration)} · ${formatCount(video.segments, 'segment')} · ${video.split}`,
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

/** Stretches of the label that the query's words matched, as `[from, to)`. */
export type Matched = [number, number][];

export interface Hit {
  item: Item;
  matched: Matched;
}

/**
 * Items whose label, note or kind holds every word of the query, best first within a kind: matches at the start of a
 * word come before those inside one. A first character of `kindKeys` limits the kind.
 */
export function search(items: readonly Item[], query: string): Hit[] {
  const kind = kinds.find((one) => query.startsWith(kindKeys[one]));
  const words = (kind ? query.slice(1) : query).toLowerCase().split(/\s+/).filter(Boolean);
  const hits = items
    .filter((item) => kind === undefined || item.kind === kind)
    .flatMap((item) => score(item, words) ?? []);
  return hits.sort((a, b) => kinds.indexOf(a.item.kind) - kinds.indexOf(b.item.kind) || b.score - a.score);
}

function score(item: Item, words: readonly string[]): (Hit & { score: number }) | null {
  const label = item.label.toLowerCase();
  const matched: Matched = [];
  let total = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at >= 0) {
      matched.push([at, at + word.length]);
      total += at === 0 ? 3 : /[\s_-]/.test(label[at - 1] ?? '') ? 2 : 1;
    } else if (!`${item.kind} ${item.note}`.toLowerCase().includes(word)) return null;
  }
  return { item, matched: matched.sort((a, b) => a[0] - b[0]), score: total };
}
