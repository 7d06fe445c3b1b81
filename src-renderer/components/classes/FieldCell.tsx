import type { KeyboardEvent, ReactNode } from 'react';
import { hotkeys } from '../../../src-main/common/classEditing';
import { beginField, commitField, endEditing, type Field, fields, setDraft, useEditing } from './editing';

interface FieldCellProps {
  id: number;
  field: Field;
  /** Accessible name of the field, such as "Name of cut onion". */
  label: string;
  children: ReactNode;
}

/** A field of a class in the table: what it says, or while it is edited what is typed. */
export function FieldCell({ id, field, label, children }: FieldCellProps) {
  const draft = useEditing((state) =>
    state.field?.id === id && state.field.field === field ? state.field.draft : null,
  );
  if (draft === null) {
    return (
      <button
        type="button"
        className="field-cell"
        tabIndex={-1}
        aria-label={label}
        onClick={() => beginField(id, field)}
      >
        {children}
      </button>
    );
  }
  return (
    <input
      type="text"
      className="input in-cell"
      spellCheck={false}
      autoComplete="off"
      aria-label={label}
      aria-describedby="class-consequences"
      ref={focusOnce}
      value={draft}
      onChange={(event) => field !== 'hotkey' && setDraft(event.target.value)}
      onKeyDown={(event) => onKey(event, id, field)}
      onBlur={() => void leave(id, field)}
    />
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}

/** A name is changed only once its consequences were looked at and confirmed; the other fields take what was typed. */
async function leave(id: number, field: Field): Promise<void> {
  const now = useEditing.getState().field;
  if (now?.id !== id || now.field !== field) return;
  if (field === 'name') endEditing();
  else await commitField();
}

function onKey(event: KeyboardEvent<HTMLInputElement>, id: number, field: Field): void {
  const row = event.currentTarget.closest('tr');
  event.stopPropagation();
  // What was typed is taken or dropped before the field loses the focus, which would do it otherwise.
  if (event.key === 'Enter') {
    void commitField();
    row?.focus();
  } else if (event.key === 'Escape') {
    endEditing();
    row?.focus();
  } else if (event.key === 'Tab') {
    const next = fields[fields.indexOf(field) + (event.shiftKey ? -1 : 1)];
    void commitField();
    row?.focus();
    if (next && !useEditing.getState().merge) beginField(id, next);
  } else if (field === 'hotkey' && !event.ctrlKey && !event.metaKey) {
    const digit = hotkeys.find((key) => key === event.key);
    if (digit !== undefined) setDraft(digit);
    else if (event.key === 'Backspace' || event.key === 'Delete') setDraft('');
    else return;
  } else return;
  event.preventDefault();
}
