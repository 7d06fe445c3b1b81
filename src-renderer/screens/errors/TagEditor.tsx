import { type FormEvent, useState } from 'react';
import type { ErrorRow } from '../../state/errorRows';
import { changeMark, useErrors } from '../../state/errors';
import { useTask } from '../../state/task';
import { TextInput, Tick } from '../../ui/fields';
import { Failure } from '../../ui/status';

/** Tags that are in use, to tick, and a new one. */
export function TagEditor({ row, tags }: { row: ErrorRow; tags: readonly string[] }) {
  const marks = useErrors((state) => state.marks);
  const [typed, setTyped] = useState('');
  const keep = useTask((next: string[]) => changeMark(row, { tags: next }));
  const known = [...new Set([...marks.values()].flatMap((mark) => mark.tags).concat(tags))].sort();
  const add = (event: FormEvent) => {
    event.preventDefault();
    const tag = typed.trim();
    if (tag === '') return;
    keep.run([...new Set([...tags, tag])]);
    setTyped('');
  };
  return (
    <form className="tag-editor" onSubmit={add}>
      {known.map((tag) => (
        <Tick
          key={tag}
          checked={tags.includes(tag)}
          onTick={(on) => keep.run(on ? [...tags, tag] : tags.filter((one) => one !== tag))}
        >
          {tag}
        </Tick>
      ))}
      <TextInput
        aria-label="New tag"
        placeholder="New tag, then Enter"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Failure error={keep.error} />
    </form>
  );
}
