import { ChevronDown, ChevronUp, FileDown, Flag, ListVideo, NotebookPen } from 'lucide-react';
import { showDrawer } from '../state/drawers';
import { exportErrors } from '../state/errorExport';
import { changeMark, markOf, openError, playThrough, stepError, useErrors } from '../state/errors';
import { useView } from '../state/view';
import { flagChosen, stepLaneError } from '../timeline/hands/errors';
import type { Action } from './action';
import { lanesShown } from './annotate/scope';

const onScreen = () => useView.getState().screen === 'errors';
const isListed = () => onScreen() && useErrors.getState().order.length > 0;
const isOpen = () => onScreen() && openError() !== undefined;

const formats = { csv: 'CSV', tsv: 'TSV' } as const;

/** One command a format. */
export const exportErrorActions: readonly Action[] = (['csv', 'tsv'] as const).map((format) => ({
  id: `errors.export-${format}`,
  label: `Export the list of errors as ${formats[format]}`,
  group: 'Errors',
  icon: FileDown,
  when: isListed,
  perform: () => exportErrors(format),
}));

/** On the list of errors, and in the lanes of Annotate. */
const inBoth = (
  action: Pick<Action, 'id' | 'label' | 'icon' | 'shortcut' | 'repeats'>,
  listed: () => boolean,
  onList: () => void | Promise<void>,
  inLanes: () => void | Promise<void>,
): Action => ({
  ...action,
  group: 'Errors',
  scope: 'timeline',
  when: () => listed() || lanesShown(),
  perform: () => (onScreen() ? onList() : inLanes()),
});

async function flagOpen(): Promise<void> {
  const row = openError();
  if (row) await changeMark(row, { labelError: !markOf(row, useErrors.getState()).labelError });
}

const noteField = '[data-note]';
const toNote = () => document.querySelector<HTMLElement>(noteField)?.focus();
const toSegmentNote = () => showDrawer('inspector', noteField);

export const errorActions: readonly Action[] = [
  inBoth(
    { id: 'errors.next', label: 'Next error', icon: ChevronDown, shortcut: 'E', repeats: true },
    isListed,
    () => stepError(1),
    () => stepLaneError(1),
  ),
  inBoth(
    { id: 'errors.previous', label: 'Previous error', icon: ChevronUp, shortcut: 'Shift+E', repeats: true },
    isListed,
    () => stepError(-1),
    () => stepLaneError(-1),
  ),
  inBoth(
    { id: 'errors.flag', label: 'Mark as label error, or not', icon: Flag, shortcut: 'F' },
    isOpen,
    flagOpen,
    flagChosen,
  ),
  inBoth({ id: 'errors.note', label: 'Note', icon: NotebookPen, shortcut: 'T' }, isOpen, toNote, toSegmentNote),
  {
    id: 'errors.playThrough',
    label: 'Play the list of errors through, or stop',
    group: 'Errors',
    icon: ListVideo,
    when: isListed,
    perform: () => playThrough(!useErrors.getState().through),
  },
  ...exportErrorActions,
];
