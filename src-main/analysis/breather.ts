import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of computing after which others get their turn. */
const longest = 10;

/** Lets a long computation in the main process be called between its parts: it waits for a turn where it is time to. */
export function breather(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < longest) return;
    await nextTurn();
    began = performance.now();
  };
}
