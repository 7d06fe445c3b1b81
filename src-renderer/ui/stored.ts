/** Small preferences of this machine (theme, sizes of panes). A browser that keeps nothing only forgets them. */
import { useCallback, useState } from 'react';

const prefix = 'gadw.';

/** Null where nothing is kept, or the browser keeps nothing. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Kept where the browser keeps anything. */
export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // Private windows may forbid storage; the preference then lasts as long as the page.
  }
}

/**
 * A remembered number, such as the width of a pane in CSS pixels; a pane that shows several
 * things has one for each key.
 */
export function useStoredNumber(key: string, initial: number): [number, (value: number) => void] {
  const [values, setValues] = useState<Readonly<Record<string, number>>>({});
  const store = useCallback(
    (next: number) => {
      setValues((known) => ({ ...known, [key]: next }));
      writeStored(key, String(next));
    },
    [key],
  );
  const stored = Number.parseFloat(readStored(key) ?? '');
  return [values[key] ?? (Number.isFinite(stored) ? stored : initial), store];
}
