import { BookOpenCheck, CircleQuestionMark } from 'lucide-react';
import { classifiesSteps } from '../../src-main/common/domain/run';
import { measureForgetting, measureOpenSet } from '../state/jobs';
import { openRun } from '../state/selection';
import type { Action } from './action';

const trained = () => openRun()?.origin === 'trained' && (openRun()?.stepsDone ?? 0) > 0;

/** What is measured of a run beside its evaluation; its panel shows what came of it. */
export const measureRun: readonly Action[] = [
  {
    id: 'runs.open-set',
    label: 'Measure how the run meets held-out classes on test',
    group: 'Runs',
    icon: CircleQuestionMark,
    when: () => {
      const run = openRun();
      return trained() && run !== undefined && classifiesSteps(run) && run.settings?.heldOut.trim() !== '';
    },
    perform: async () => {
      const run = openRun();
      if (run) await measureOpenSet(run, 'test');
    },
  },
  {
    id: 'runs.forgetting',
    label: 'Measure what training took from the run’s language model',
    group: 'Runs',
    icon: BookOpenCheck,
    when: trained,
    perform: async () => {
      const run = openRun();
      if (run) await measureForgetting(run);
    },
  },
];
