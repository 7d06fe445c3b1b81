import { ChartNoAxesColumn } from 'lucide-react';
import { evaluateOn } from '../state/jobs';
import { openRun } from '../state/selection';
import type { Action } from './action';

export const evaluateRun: Action = {
  id: 'runs.evaluate',
  label: 'Evaluate the run on test',
  group: 'Runs',
  icon: ChartNoAxesColumn,
  when: () => (openRun()?.stepsDone ?? 0) > 0 || openRun()?.predicted.includes('test') === true,
  perform: async () => {
    const run = openRun();
    if (run) await evaluateOn(run, 'test');
  },
};
