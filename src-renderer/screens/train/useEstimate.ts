import { useEffect, useState } from 'react';
import type { TrainEstimate } from '../../../src-main/common/contract/jobs';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { TrainSettings } from '../../../src-main/common/settings';
import { call } from '../../client';
import { useProject } from '../../state/project';
import type { Values } from '../../ui/form/describe';

interface Answer {
  estimate: TrainEstimate | null;
  /** A free name for the run. */
  suggested: string | null;
  error: Error | null;
}

const settleFor = 200;

/** Settings that decide how long an update takes. */
const pacing = [
  'kind',
  'decoder',
  'short',
  'long',
  'batch',
  'accumulate',
  'rank',
  'recompute',
  'textKl',
  'frozen',
  'device',
] as const;

/**
 * As the newest run of this project with equal settings had it; null where there is none, since a guess would mislead.
 */
export function secondsAnUpdate(runs: readonly RunSummary[], values: Values): number | null {
  const alike = runs.filter(
    ({ settings, stepsDone, seconds }) =>
      settings !== null && stepsDone > 0 && seconds > 0 && pacing.every((key) => settings[key] === values[key]),
  );
  const newest = alike[alike.length - 1];
  return newest ? newest.seconds / newest.stepsDone : null;
}

/**
 * What the settings would take, asked a moment after the last change; settings that cannot
 * be read keep the last answer.
 */
export function useEstimate(values: Values): Answer {
  const [answer, setAnswer] = useState<Answer>({ estimate: null, suggested: null, error: null });
  const project = useProject((state) => state.project);
  const runs = useProject((state) => state.runs);
  const features = useProject((state) => state.features);
  useEffect(() => {
    const settings = TrainSettings.safeParse(values);
    if (!settings.success) return;
    let current = true;
    const timer = setTimeout(() => {
      Promise.all([call('train.estimate', settings.data), call('train.suggestId', settings.data)]).then(
        ([estimate, { id }]) => current && setAnswer({ estimate, suggested: id, error: null }),
        (error: unknown) => current && setAnswer({ estimate: null, suggested: null, error: error as Error }),
      );
    }, settleFor);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // Runs, features and splits change what is free, possible and how much there is to do.
  }, [values, project, runs, features]);
  return answer;
}
