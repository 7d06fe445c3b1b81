/** What is under the pointer; apart from the rest, because it changes with every move of the hand. */
import { create } from 'zustand';
import type { DrawnSegment } from './painters/lane';
import type { Row } from './rows';

export interface Pointed {
  /** Pixels in the window. */
  x: number;
  y: number;
  row: Row;
  /** Pixels below the row's top. */
  offset: number;
  seconds: number;
  segment: DrawnSegment | null;
}

export const usePointed = create<{ pointed: Pointed | null }>(() => ({ pointed: null }));
export const point = (pointed: Pointed | null): void => usePointed.setState({ pointed });
