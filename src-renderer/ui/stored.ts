/** Small preferences of this machine (theme, sizes of panes). A browser that keeps nothing only forgets them. */
import { useCallback, useState } from 'react';

const prefix = 'gadw.';

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // Private windows may forbid storage; the preference then lasts as long as the page.
  }
}

/** A remembered number, such as the width of a pane in CSS pixels. */
export function useStoredNumber(key: string, initial: number): [number, (value: number) => void] {
  const [value, setValue] = useState(() => {
    const stored = Number.parseFloat(readStored(key) ?? '');
    return Number.isFinite(stored) ? stored : initial;
  });
  const store = useCallback(
    (next: number) => {
      setValue(next);
      writeStored(key, String(next));
    },
    [key],
  );
  return [value, store];
}
