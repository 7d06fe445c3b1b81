import { useState } from 'react';
import { readStored, writeStored } from '../../ui/stored';

/** A pane's size that is remembered for the next start. */
export function useStoredSize(key: string, initial: number): [number, (size: number) => void] {
  const [size, setSize] = useState(() => Number(readStored(key)) || initial);
  const store = (next: number) => {
    setSize(next);
    writeStored(key, String(next));
  };
  return [size, store];
}
