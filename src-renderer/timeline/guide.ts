/** What is told of an edge while it is dragged: where it would come to lie, and what drew it there. */
import { create } from 'zustand';

export interface Guide {
  /** From the first frame. */
  seconds: number;
  /** Time, frame, and by how much it was moved. */
  text: string;
  /** What the edge was drawn to; null: it is free. */
  target: string | null;
}

export const useGuide = create<{ guide: Guide | null }>(() => ({ guide: null }));
export const showGuide = (guide: Guide | null): void => useGuide.setState({ guide });
