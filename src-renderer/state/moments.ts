/**
 * The search for moments that Annotate shows beside the segment: what is asked for, by which run, and what was found.
 */
import { create } from 'zustand';
import type { Moment } from '../../src-main/common/contract/retrieval';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { call } from '../client';
import { whenOpened } from './project';

/** Moments like a stretch of a video, or for a text. */
export type Wanted =
  | { kind: 'like'; video: string; start: number; end: number; name: string }
  | { kind: 'text'; text: string };

interface MomentSearch {
  open: boolean;
  /** Whose predictions are searched; null: the first run that can be. */
  run: string | null;
  wanted: Wanted | null;
  /** Null while they are searched, or where the search failed. */
  found: readonly Moment[] | null;
  error: Error | null;
}

export const useMoments = create<MomentSearch>(() => ({
  open: false,
  run: null,
  wanted: null,
  found: null,
  error: null,
}));

const most = 30;

export const openMoments = (): void => useMoments.setState({ open: true });
export const closeMoments = (): void => useMoments.setState({ open: false, wanted: null, found: null, error: null });
whenOpened(closeMoments);

/** Runs whose predictions can be searched: those that have some. */
export const searchable = (runs: readonly RunSummary[]) => runs.filter(({ predicted }) => predicted.length > 0);

/** Searches, and shows what was found unless another search was begun meanwhile. */
export async function findMoments(run: string, wanted: Wanted): Promise<void> {
  useMoments.setState({ open: true, run, wanted, found: null, error: null });
  const isNewest = () => useMoments.getState().wanted === wanted && useMoments.getState().run === run;
  try {
    const found = await (wanted.kind === 'like'
      ? call('runs.similar', { run, video: wanted.video, start: wanted.start, end: wanted.end, count: most })
      : call('runs.search', { run, text: wanted.text, count: most }).then(({ moments }) => moments));
    if (isNewest()) useMoments.setState({ found });
  } catch (error) {
    if (isNewest()) useMoments.setState({ error: error instanceof Error ? error : new Error(String(error)) });
  }
}
