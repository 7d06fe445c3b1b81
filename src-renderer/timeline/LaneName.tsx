/** The name of a lane of the truth, edited at its head: by a double click on it, F2, or from the palette. */
import type { KeyboardEvent } from 'react';
import { create } from 'zustand';
import { renameLane } from '../../src-main/common/laneEditing';
import { editClasses } from '../state/history';
import { raise } from '../state/notices';
import { useProject } from '../state/project';
import { TextInput } from '../ui/fields';

/** Id of the lane whose name is edited; null: none. */
export const useNaming = create<{ lane: number | null }>(() => ({ lane: null }));
/** Where the project has named lanes. @param lane null: none any more */
export function nameLane(lane: number | null): void {
  const isNamed = useProject.getState().project?.taxonomy.lanes !== undefined;
  useNaming.setState({ lane: isNamed ? lane : null });
}

export function LaneName({ id, name }: { id: number; name: string }) {
  const take = (value: string) => {
    // Escape has ended it, and the field leaves with the focus.
    if (useNaming.getState().lane !== id) return;
    nameLane(null);
    editClasses((now) => renameLane(now, id, value)).catch((error: unknown) => raise('lanes', error));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    const timeline = event.currentTarget.closest<HTMLElement>('.timeline');
    if (event.key === 'Escape') nameLane(null);
    else take(event.currentTarget.value);
    timeline?.focus();
  };
  return (
    <TextInput
      aria-label={`Name of lane ${name}`}
      className="lane-name"
      defaultValue={name}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it is there because somebody asked for it
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
