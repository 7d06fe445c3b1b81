import { ChartNoAxesColumn } from 'lucide-react';
import { call } from '../client';
import { openRun } from '../state/selection';
import type { Action } from './action';

export const evaluateRun: Action = {
  id: 'runs.evaluate',
  label: 'Evaluate the run on test',
  group: 'Runs',
  icon: ChartNoAxesColumn,
  when: () => openRun() !== undefined,
  perform: async () => {
    const run = openRun();
    if (run) await call('jobs.start', { kind: 'evaluate', run: run.id, split: 'test' });
  },
};
