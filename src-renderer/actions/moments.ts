import { ScanSearch, TextSearch } from 'lucide-react';
import { revealDrawer, showDrawer } from '../state/drawers';
import { findMoments, openMoments, searchable, useMoments } from '../state/moments';
import { noRuns, useProject } from '../state/project';
import { useView } from '../state/view';
import { useLanes } from '../timeline/lanes';
import type { Action } from './action';

const runs = () => searchable(useProject.getState().runs ?? noRuns);
const inAnnotate = () => useView.getState().screen === 'annotate' && runs().length > 0;

/** The run of the chosen lane, else the one searched last, else the first that has seen the video. */
function runToSearch(): string | undefined {
  const { chosen, tracks } = useLanes.getState();
  const seen = tracks?.runs.filter(({ segments }) => segments !== null).map(({ run }) => run) ?? [];
  const wished = [chosen?.lane.replace(/^run:/, ''), useMoments.getState().run, ...seen];
  const known = runs().map(({ id }) => id);
  return wished.find((id) => id !== undefined && id !== null && known.includes(id)) ?? known[0] ?? undefined;
}

async function findLike(): Promise<void> {
  const run = runToSearch();
  const { chosen, tracks } = useLanes.getState();
  const { playhead } = useView.getState();
  if (!run || !tracks) return;
  const span = chosen ? chosen.segment : { start: playhead, end: playhead, name: 'the playhead' };
  const wanted = { kind: 'like', video: tracks.video, start: span.start, end: span.end, name: span.name } as const;
  const search = findMoments(run, wanted);
  revealDrawer('inspector');
  await search;
}

/** Both searches show what they find beside the segment. */
export const moments: readonly Action[] = [
  {
    id: 'moments.like',
    label: 'Find moments like this',
    group: 'Annotate',
    icon: ScanSearch,
    shortcut: 'Ctrl+Shift+F',
    when: () => inAnnotate() && useLanes.getState().tracks !== null,
    perform: findLike,
  },
  {
    id: 'moments.text',
    label: 'Find moments by text',
    group: 'Annotate',
    icon: TextSearch,
    when: inAnnotate,
    perform: () => {
      openMoments();
      showDrawer('inspector', '.moments input');
    },
  },
];
