import { Redo2, Save, SaveAll, Undo2 } from 'lucide-react';
import { redoFigure, undoFigure, useFigures } from '../state/figures';
import { saveElsewhere } from '../state/elsewhere';
import { redo, saveAgain, undo, useHistory } from '../state/history';
import { useUnsaved } from '../state/unsaved';
import { useView } from '../state/view';
import { showUndone } from '../timeline/undone';
import type { Action } from './action';

const hasUnsaved = () => useUnsaved.getState().edits.length > 0;
const inFigures = () => useView.getState().screen === 'figures';
/** What has been changed on this screen: the open figure, else labels. */
const history = () => (inFigures() ? useFigures : useHistory).getState();

/** Named after what they take back or do again. */
export const undoAndRedo: readonly Action[] = [
  {
    id: 'edit.undo',
    get label() {
      const last = history().done.at(-1);
      return last ? `Undo: ${last.name}` : 'Undo';
    },
    group: 'Annotate',
    icon: Undo2,
    shortcut: 'Ctrl+Z',
    when: () => history().done.length > 0,
    repeats: true,
    perform: () => (inFigures() ? undoFigure() : undo(showUndone)),
  },
  {
    id: 'edit.redo',
    get label() {
      const last = history().undone.at(-1);
      return last ? `Redo: ${last.name}` : 'Redo';
    },
    group: 'Annotate',
    icon: Redo2,
    shortcut: 'Ctrl+Shift+Z',
    when: () => history().undone.length > 0,
    repeats: true,
    perform: () => (inFigures() ? redoFigure() : redo(showUndone)),
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
    label: 'Save the edits elsewhere',
    group: 'Annotate',
    icon: SaveAll,
    when: hasUnsaved,
    perform: saveElsewhere,
  },
];
