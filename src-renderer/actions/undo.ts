import { Redo2, Undo2 } from 'lucide-react';
import { redo, undo, useLabels } from '../state/labels';
import type { Action } from './action';

/** Named after what they take back or do again. */
export const undoAndRedo: readonly Action[] = [
  {
    id: 'edit.undo',
    get label() {
      const last = useLabels.getState().done.at(-1);
      return last ? `Undo: ${last.name}` : 'Undo';
    },
    group: 'Annotate',
    icon: Undo2,
    shortcut: 'Ctrl+Z',
    when: () => useLabels.getState().done.length > 0,
    perform: undo,
  },
  {
    id: 'edit.redo',
    get label() {
      const last = useLabels.getState().undone.at(-1);
      return last ? `Redo: ${last.name}` : 'Redo';
    },
    group: 'Annotate',
    icon: Redo2,
    shortcut: 'Ctrl+Shift+Z',
    when: () => useLabels.getState().undone.length > 0,
    perform: redo,
  },
];
