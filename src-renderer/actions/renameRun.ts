import { TextCursorInput } from 'lucide-react';
import { openRun } from '../state/selection';
import { goTo } from '../state/view';
import type { Action } from './action';

export const renameRun: Action = {
  id: 'runs.rename',
  label: 'Rename the run',
  group: 'Runs',
  icon: TextCursorInput,
  shortcut: 'F2',
  when: () => openRun() !== undefined,
  perform: () => {
    const field = () => document.querySelector<HTMLInputElement>('[data-run-name]');
    const shown = field();
    // At once where it can be: what is typed next is the name.
    if (shown) return shown.select();
    goTo('runs');
    requestAnimationFrame(() => field()?.select());
  },
};
