import { Trash2 } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import { openRun } from '../state/selection';
import type { Action } from './action';

export const deleteRun: Action = {
  id: 'runs.delete',
  label: 'Delete the run',
  group: 'Runs',
  icon: Trash2,
  when: () => openRun() !== undefined,
  perform: () => {
    const run = openRun();
    if (run) openDialog({ name: 'deleteRun', run: run.id });
  },
};
