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
    goTo('runs');
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-run-name]')?.select());
  },
};
