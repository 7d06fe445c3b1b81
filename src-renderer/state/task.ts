/** One kind of call a component makes: whether it is under way, and how the last one failed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Cancelled } from '../../src-main/common/errors';

export interface Task<A extends unknown[]> {
  run: (...input: A) => void;
  busy: boolean;
  error: Error | null;
  clear: () => void;
}

/** @param work may change from one drawing to the next; the newest is run */
export function useTask<A extends unknown[]>(work: (...input: A) => Promise<void>): Task<A> {
  const [state, setState] = useState<{ busy: boolean; error: Error | null }>({ busy: false, error: null });
  const newest = useRef(work);
  const runs = useRef(0);
  useEffect(() => {
    newest.current = work;
  });
  const run = useCallback((...input: A) => {
    const number = ++runs.current;
    // Of calls under way at once the last is told of.
    const settle = (error: Error | null) => number === runs.current && setState({ busy: false, error });
    setState({ busy: true, error: null });
    newest.current(...input).then(
      () => settle(null),
      (error: unknown) => settle(toError(error)),
    );
  }, []);
  const clear = useCallback(() => setState({ busy: false, error: null }), []);
  return { run, clear, ...state };
}

function toError(error: unknown): Error | null {
  if (error instanceof Cancelled) return null;
  return error instanceof Error ? error : new Error(String(error));
}
