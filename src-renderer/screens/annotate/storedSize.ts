import { useState } from 'react';
import { readStored, writeStored } from '../../ui/stored';

/** A pane's size that is remembered for the next start. A pane that shows several things has one for each key. */
export function useStoredSize(key: string, initial: number): [number, (size: number) => void] {
  const [sizes, setSizes] = useState<Readonly<Record<string, number>>>({});
  const store = (next: number) => {
    setSizes((known) => ({ ...known, [key]: next }));
    writeStored(key, String(next));
  };
  return [sizes[key] ?? (Number(readStored(key)) || initial), store];
}
