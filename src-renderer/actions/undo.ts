import { Redo2, Save, SaveAll, Undo2 } from 'lucide-react';
import { redo, saveAgain, saveElsewhere, undo, useLabels } from '../state/labels';
import type { Action } from './action';

const hasUnsaved = () => useLabels.getState().unsaved.length > 0;

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
  {
    id: 'labels.saveAgain',
    label: 'Save the edits again',
    group: 'Annotate',
    icon: Save,
    when: hasUnsaved,
    perform: saveAgain,
  },
  {
    id: 'labels.saveElsewhere',
    label: 'Save the labels elsewhere',
    group: 'Annotate',
    icon: SaveAll,
    when: hasUnsaved,
    perform: saveElsewhere,
  },
];
