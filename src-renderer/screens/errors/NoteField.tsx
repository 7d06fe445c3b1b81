import { useState } from 'react';
import type { ErrorRow } from '../../state/errorRows';
import { changeMark, markOf, useErrors } from '../../state/errors';
import { useTask } from '../../state/task';
import { ariaKeys, useKeyOf } from '../../ui/keyOf';
import { Failure } from '../../ui/status';

/** A note on the moment; kept when the field is left. */
export function NoteField({ row }: { row: ErrorRow }) {
  const kept = markOf(row, useErrors()).note;
  const [draft, setDraft] = useState<string | null>(null);
  const keep = useTask(async (note: string) => {
    await changeMark(row, { note });
    setDraft(null);
  });
  const leave = () => {
    if (draft !== null && draft.trim() !== kept) keep.run(draft.trim());
  };
  return (
    <section aria-label="Note">
      <h3>Note</h3>
      <textarea
        className="input"
        data-note
        aria-label="Note"
        aria-keyshortcuts={ariaKeys(useKeyOf('errors.note'))}
        rows={3}
        placeholder="What is to be seen here"
        value={draft ?? kept}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Failure error={keep.error} />
    </section>
  );
}
