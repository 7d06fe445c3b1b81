import { ChevronDown, ChevronUp, FileDown, Flag, NotebookPen } from 'lucide-react';
import { exportErrors } from '../state/errorExport';
import { changeMark, markOf, openError, stepError, useErrors } from '../state/errors';
import { useView } from '../state/view';
import type { Action } from './action';

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

export const errorActions: readonly Action[] = [
  {
    id: 'errors.next',
    label: 'Next error',
    group: 'Errors',
    icon: ChevronDown,
    shortcut: 'E',
    scope: 'timeline',
    when: isListed,
    perform: () => stepError(1),
  },
  {
    id: 'errors.previous',
    label: 'Previous error',
    group: 'Errors',
    icon: ChevronUp,
    shortcut: 'Shift+E',
    scope: 'timeline',
    when: isListed,
    perform: () => stepError(-1),
  },
  {
    id: 'errors.flag',
    label: 'Mark as label error, or not',
    group: 'Errors',
    icon: Flag,
    shortcut: 'F',
    scope: 'timeline',
    when: isOpen,
    perform: async () => {
      const row = openError();
      if (row) await changeMark(row, { labelError: !markOf(row, useErrors.getState()).labelError });
    },
  },
  {
    id: 'errors.note',
    label: 'Note on the error',
    group: 'Errors',
    icon: NotebookPen,
    shortcut: 'T',
    scope: 'timeline',
    when: isOpen,
    perform: () => document.querySelector<HTMLTextAreaElement>('[data-note]')?.focus(),
  },
  ...exportErrorActions,
];
