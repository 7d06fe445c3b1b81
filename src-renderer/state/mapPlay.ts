/** Moments of maps that are played beside them: the clicked one, or those of the chosen points one after the other. */
import { create } from 'zustand';
import type { Span } from '../../src-main/common/domain/span';

/** In seconds from the first frame. */
export interface Moment extends Span {
  video: string;
}

interface MapPlay {
  moment: Moment | null;
  /** Of the chosen points. */
  chosen: readonly Moment[];
  /** Whether these are played through. */
  through: boolean;
}

export const useMapPlay = create<MapPlay>(() => ({ moment: null, chosen: [], through: false }));
const set = useMapPlay.setState;

export const playMoment = (moment: Moment): void => set({ moment, through: false });
export const closePlayer = (): void => set({ moment: null, through: false });

/** Another choice ends the playing of the one before; the same one, as when a map is finished, does not. */
export function setChosenMoments(chosen: readonly Moment[]): void {
  const { chosen: before } = useMapPlay.getState();
  if (JSON.stringify(chosen) !== JSON.stringify(before)) set({ chosen, through: false });
}

/** Plays the chosen moments one after the other; or no more. */
export function playThrough(through: boolean): void {
  const [first] = useMapPlay.getState().chosen;
  if (first && through) set({ moment: first, through });
  else set({ through: false });
}

/** Goes on to the next of the chosen moments, and ends with the last. */
export function playNext(): void {
  const { moment, chosen, through } = useMapPlay.getState();
  if (!through) return;
  const next = chosen[chosen.findIndex((one) => one === moment) + 1];
  if (next) set({ moment: next });
  else set({ through: false });
}
