import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../common/errors';

/** Milliseconds of computing after which others get their turn. */
const longest = 10;

/**
 * Lets a long computation in the main process be called between its parts: it waits for a turn where it is time to.
 * Those that compute side by side wait in line, so that no two of them follow each other at once.
 * @param signal whether it is given up; then the call throws Cancelled
 */
export function breather(signal: { readonly aborted: boolean }): () => Promise<void> {
  let began = performance.now();
  let turn = Promise.resolve();
  return async () => {
    if (performance.now() - began < longest) return;
    turn = turn.then(() => nextTurn());
    await turn;
    throwIfCancelled(signal);
    began = performance.now();
  };
}
