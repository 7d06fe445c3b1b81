import { Play } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import { openRun } from '../state/selection';
import type { Action } from './action';

export const inferRun: Action = {
  id: 'runs.infer',
  label: 'Run the model on videos',
  group: 'Runs',
  icon: Play,
  when: () => openRun()?.origin === 'trained' && (openRun()?.stepsDone ?? 0) > 0,
  perform: () => {
    const run = openRun();
    if (run) openDialog({ name: 'infer', run: run.id });
  },
};
