import type { KeyboardEvent } from 'react';

interface TableKeys {
  /** Row ids in the order shown. */
  ids: readonly string[];
  current: string | null;
  move: (id: string, index: number) => void;
  tick: ((id: string) => void) | undefined;
  open: ((id: string) => void) | undefined;
  copy: () => string;
}

const page = 12;

/** Keys of a table's body; keys pressed in a field or on a button of a row are left to it. */
export function useTableKeys({ ids, current, move, tick, open, copy }: TableKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const at = Math.max(0, ids.indexOf(current ?? event.target.dataset['row'] ?? ''));
    const target = targetOf(event.key, at, ids.length);
    const id = ids[target ?? at];
    if (id === undefined) return;
    if (target !== null) move(id, target);
    else if (event.key === ' ' && tick) tick(id);
    else if (event.key === 'Enter' && open) open(id);
    else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && !hasSelection()) {
      void navigator.clipboard.writeText(copy());
    } else return;
    event.preventDefault();
  };
}

/** Index of the row a key leads to, or null. */
export function targetOf(key: string, at: number, count: number): number | null {
  const last = count - 1;
  const clamp = (index: number) => Math.min(last, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1);
    case 'ArrowUp':
      return clamp(at - 1);
    case 'PageDown':
      return clamp(at + page);
    case 'PageUp':
      return clamp(at - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

const hasSelection = () => (getSelection()?.toString() ?? '') !== '';
