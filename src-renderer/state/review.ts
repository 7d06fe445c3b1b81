/** The review queue of a run: what it asks people to look at, and what that has gained so far. */
import { create } from 'zustand';
import type {
  ReviewGain,
  ReviewQueue,
  ReviewVerdict,
  Suggestion,
  SuggestionKind,
} from '../../src-main/common/domain/review';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { classifiesSteps } from '../../src-main/common/domain/run';
import { call } from '../client';
import { useView } from './view';
import { whenOpened } from './project';
import { noWork, Work, type WorkState } from './work';

interface Review extends WorkState {
  /** Null: the newest that can make suggestions. */
  run: string | null;
  queue: ReviewQueue | null;
  gain: ReviewGain | null;
  kind: SuggestionKind | null;
}

const nothing: Review = { run: null, queue: null, gain: null, kind: null, ...noWork };
export const useReview = create<Review>(() => nothing);
const { getState: get, setState: set } = useReview;

whenOpened(() => set(nothing));

export const setReviewKind = (kind: SuggestionKind | null): void => set({ kind });

/** Runs that say something of steps and have seen videos. */
export const suggesting = (runs: readonly RunSummary[]): RunSummary[] =>
  runs.filter((run) => classifiesSteps(run) && run.predicted.length > 0);

export function chooseReviewRun(run: string): void {
  if (run !== get().run) set({ run, queue: null, gain: null });
  void loadReview(run);
}

/** The chosen run, else the newest that ranks classes: one with labels only has nothing to suggest. */
export function reviewedRun(runs: readonly RunSummary[], chosen: string | null): RunSummary | undefined {
  const ranking = runs.filter(({ reports }) =>
    Object.values(reports).some(({ meanAveragePrecision }) => meanAveragePrecision !== null),
  );
  return runs.find(({ id }) => id === chosen) ?? ranking[ranking.length - 1] ?? runs[runs.length - 1];
}

const looking = new Work(set);

export const stopLooking = (): void => looking.stop();

/** Reads the queue of a run, and what it gained. */
export function loadReview(run: string): Promise<void> {
  set({ run });
  return looking.start(async (context) => {
    const [queue, gain] = await Promise.all([
      call('review.queue', { run }, context),
      call('review.gain', { run, split: useView.getState().split }),
    ]);
    if (!context.signal.aborted) set({ queue, gain });
  });
}

/** Those of the kind that is asked for, in the order of the queue. */
export function shownSuggestions({ queue, kind }: Review): readonly Suggestion[] {
  return (queue?.items ?? []).filter((one) => kind === null || one.kind === kind);
}

/** Keeps what was done with a suggestion; `done` false takes that back. The queue is read again with the labels. */
export async function keepReviewed(
  run: string,
  { key, video, kind, span }: Suggestion,
  did: ReviewVerdict,
  done: boolean,
): Promise<void> {
  await call('review.record', { run, key, video, kind, span, did: done ? did : null });
}
