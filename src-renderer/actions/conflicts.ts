/** What becomes of what was changed here and by another program, one by one or all at once. */
import { CopyPlus, GitMerge, UserCheck, UserRound } from 'lucide-react';
import type { Keep } from '../../src-main/common/domain/conflict';
import { openConflict, settleConflicts, useConflicts } from '../state/conflicts';
import { showDrawer } from '../state/drawers';
import { useView } from '../state/view';
import { showList } from '../state/walk';
import type { Action } from './action';

const inAnnotate = () => useView.getState().screen === 'annotate';
const all = () => (inAnnotate() ? useConflicts.getState().conflicts : []);
const canKeep = (keep: Keep) => inAnnotate() && openConflict()?.keeps.includes(keep) === true;

function settleOpen(keep: Keep): Promise<void> {
  const open = openConflict();
  return settleConflicts(open ? [open.key] : [], keep);
}

const ofAll = (keep: Keep, label: string, icon: Action['icon']): Action => ({
  id: `conflicts.all${keep}`,
  label,
  group: 'Annotate',
  icon,
  when: () => all().some(({ keeps }) => keeps.includes(keep)),
  perform: () =>
    settleConflicts(
      all().map(({ key }) => key),
      keep,
    ),
});

export const conflictActions: readonly Action[] = [
  {
    id: 'conflicts.show',
    label: 'Merge what another program has changed too',
    group: 'Annotate',
    icon: GitMerge,
    when: () => all().length > 0,
    perform: () => {
      showList('conflicts');
      showDrawer('list');
    },
  },
  {
    id: 'conflicts.keepTheirs',
    label: 'Keep their version',
    group: 'Annotate',
    icon: UserRound,
    insteadOf: 'label.accept',
    scope: 'timeline',
    when: () => canKeep('theirs'),
    perform: () => settleOpen('theirs'),
  },
  {
    id: 'conflicts.keepMine',
    label: 'Keep my version',
    group: 'Annotate',
    icon: UserCheck,
    insteadOf: 'label.reject',
    scope: 'timeline',
    when: () => canKeep('mine'),
    perform: () => settleOpen('mine'),
  },
  {
    id: 'conflicts.keepBoth',
    label: 'Keep both versions',
    group: 'Annotate',
    icon: CopyPlus,
    insteadOf: 'label.copy',
    scope: 'timeline',
    when: () => canKeep('both'),
    perform: () => settleOpen('both'),
  },
  ofAll('theirs', 'Keep their version of all', UserRound),
  ofAll('mine', 'Keep my version of all', UserCheck),
  ofAll('both', 'Keep both versions of all', CopyPlus),
];
