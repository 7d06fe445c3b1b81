/**
 * What the list at the left of Annotate shows: videos, or moments to go through one after the other
 * (suggestions of a run, disagreements of two annotators). The panel that shows moments says which and in which
 * order; keys go from one to the next.
 */
import { create } from 'zustand';
import type { Span } from '../../src-main/common/domain/span';
import { openVideo, setVisible, useView } from './view';
import { whenOpened } from './project';

export type AnnotateList = 'videos' | 'review' | 'agreement' | 'conflicts';

export interface Stop {
  key: string;
  /** None: it is no moment, as what is to be merged of the classes. */
  video?: string;
  /** Seconds from the first frame. */
  span?: Span;
}

interface Walk {
  list: AnnotateList;
  /** As listed on the screen. */
  stops: readonly Stop[];
  current: Stop | null;
  /** Counts what was gone to, so that going to one again plays it again. */
  gone: number;
}

const nothing: Walk = { list: 'videos', stops: [], current: null, gone: 0 };
export const useWalk = create<Walk>(() => nothing);
const { getState: get, setState: set } = useWalk;

export const forgetWalk = (): void => set(nothing);
whenOpened(forgetWalk);

/** What is listed at the left of Annotate. */
export function showList(list: AnnotateList): void {
  if (list !== get().list) set({ list, stops: [], current: null });
}

/** Seconds shown at either side of a stop. */
const margin = 3;

/** Opens the video there; it is played once its picture is ready (see `usePlayedStop`). */
export function goToStop(stop: Stop): void {
  const { span } = stop;
  if (span && stop.video !== undefined) {
    if (useView.getState().video !== stop.video) openVideo(stop.video, span.start);
    setVisible({ start: Math.max(0, span.start - margin), end: span.end + margin });
  }
  set(({ gone }) => ({ current: stop, gone: gone + 1 }));
}

/** The next or previous stop; where none was gone to, the first or last. */
export function stepStop(by: 1 | -1): void {
  const { stops, current } = get();
  const at = stops.findIndex(({ key }) => key === current?.key);
  const stop = at < 0 ? stops[by === 1 ? 0 : stops.length - 1] : stops[at + by];
  if (stop) goToStop(stop);
}

/** Says what is listed. Where the current stop is no more because it was settled, the one in its place is gone to. */
export function showStops(stops: readonly Stop[]): void {
  const { stops: before, current } = get();
  const at = before.findIndex(({ key }) => key === current?.key);
  set({ stops });
  if (!current || stops.some(({ key }) => key === current.key)) return;
  const next = settling === current.key ? stops[Math.min(at, stops.length - 1)] : undefined;
  settling = null;
  if (next) goToStop(next);
  else set({ current: null });
}

let settling: string | null = null;

/** The current stop is about to leave the list. */
export const settleStop = ({ key }: Stop): void => {
  settling = key;
};
