/** Analyses of runs as screens ask for them: each is asked for once, and again when labels or runs have changed. */
import { useEffect, useState } from 'react';
import type { InputOf, OutputOf, ProcedureName } from '../../src-main/common/contract';
import { call } from '../client';
import { useProject } from './project';

type AnalysisName = Extract<ProcedureName, `${'confusions' | 'entropy' | 'statistics'}.${string}`>;

interface Asked<T> {
  /** The newest answer; while another is awaited, the one before. */
  report: T | undefined;
  busy: boolean;
  error: Error | null;
}

/** Answers by what was asked, the oldest first; screens come and go. */
const answers = new Map<string, Promise<unknown>>();
const kept = 24;

/** @param input null: nothing is asked */
export function useAnalysis<N extends AnalysisName>(name: N, input: InputOf<N> | null): Asked<OutputOf<N>> {
  const runs = useProject((state) => state.runs);
  const labels = useProject((state) => state.annotationsRevision);
  const dir = useProject((state) => state.project?.dir);
  const [asked, setAsked] = useState<Asked<OutputOf<N>>>({ report: undefined, busy: input !== null, error: null });
  const wanted = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (wanted === null) return;
    let current = true;
    setAsked(({ report }) => ({ report, busy: true, error: null }));
    const state = JSON.stringify([dir, labels, runs?.map(({ id, reports, predicted }) => [id, reports, predicted])]);
    remembered(name, wanted, state).then(
      (report) => current && setAsked({ report, busy: false, error: null }),
      (error: Error) => current && setAsked({ report: undefined, busy: false, error }),
    );
    return () => {
      current = false;
    };
  }, [name, wanted, dir, labels, runs]);
  return asked;
}

function remembered<N extends AnalysisName>(name: N, input: string, state: string): Promise<OutputOf<N>> {
  const key = `${name} ${input} ${state}`;
  const known = answers.get(key) as Promise<OutputOf<N>> | undefined;
  if (known) return known;
  const answer = call(name, JSON.parse(input) as InputOf<N>);
  answers.set(key, answer);
  // What failed is asked again.
  answer.catch(() => answers.delete(key));
  const [oldest] = answers.keys();
  if (answers.size > kept && oldest !== undefined) answers.delete(oldest);
  return answer;
}
