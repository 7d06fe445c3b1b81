/** Analyses of runs as screens ask for them: each is asked for once, and again when labels or runs have changed. */
import { useEffect, useState } from 'react';
import type { InputOf, OutputOf, ProcedureName } from '../../src-main/common/contract';
import { call } from '../client';
import { useProject } from './project';

type AnalysisName = Extract<ProcedureName, `${'confusions' | 'entropy' | 'statistics'}.${string}`>;

interface Asked<T> {
  /** The newest answers; while others are awaited, those before. */
  reports: T[];
  busy: boolean;
  error: Error | null;
}

/** Answers by what was asked, the oldest first; screens come and go. */
const answers = new Map<string, Promise<unknown>>();
const kept = 24;

/** The same analysis of several inputs; of one that fails the others are shown. */
export function useAnalyses<N extends AnalysisName>(name: N, inputs: readonly InputOf<N>[]): Asked<OutputOf<N>> {
  const runs = useProject((state) => state.runs);
  const labels = useProject((state) => state.annotationsRevision);
  const dir = useProject((state) => state.project?.dir);
  const [asked, setAsked] = useState<Asked<OutputOf<N>>>({ reports: [], busy: inputs.length > 0, error: null });
  const wanted = JSON.stringify(inputs);
  useEffect(() => {
    let current = true;
    setAsked(({ reports }) => ({ reports, busy: true, error: null }));
    const state = JSON.stringify([dir, labels, runs?.map(({ id, reports, predicted }) => [id, reports, predicted])]);
    const all = (JSON.parse(wanted) as InputOf<N>[]).map((input) => remembered(name, input, state));
    void Promise.allSettled(all).then((settled) => {
      if (!current) return;
      const reports = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const failed = settled.find((one) => one.status === 'rejected');
      setAsked({ reports, busy: false, error: (failed?.reason as Error | undefined) ?? null });
    });
    return () => {
      current = false;
    };
  }, [name, wanted, dir, labels, runs]);
  return asked;
}

/** @param input null: nothing is asked */
export function useAnalysis<N extends AnalysisName>(
  name: N,
  input: InputOf<N> | null,
): { report: OutputOf<N> | undefined; error: Error | null } {
  const { reports, error } = useAnalyses(name, input === null ? [] : [input]);
  return { report: reports[0], error };
}

function remembered<N extends AnalysisName>(name: N, input: InputOf<N>, state: string): Promise<OutputOf<N>> {
  const key = `${name} ${JSON.stringify(input)} ${state}`;
  const known = answers.get(key) as Promise<OutputOf<N>> | undefined;
  if (known) return known;
  const answer = call(name, input);
  answers.set(key, answer);
  // What failed is asked again.
  answer.catch(() => answers.delete(key));
  const [oldest] = answers.keys();
  if (answers.size > kept && oldest !== undefined) answers.delete(oldest);
  return answer;
}
