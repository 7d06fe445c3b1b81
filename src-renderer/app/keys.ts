/** Gives key presses to the actions. A dialog keeps all keys for itself. */
import { create } from 'zustand';
import { actions, perform, release } from '../actions';
import type { Action } from '../actions/action';
import { keyOf } from '../ui/keyOf';
import { createKeyReader, pairLapses } from '../actions/shortcut';

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="radio"]):not([type="checkbox"])'));

/** The first key of a pair that waits for the second, such as "G". */
export const useFirstKey = create<{ first: string | null }>(() => ({ first: null }));
let lapse: number | undefined;

function waitAfter(first: string | null): void {
  window.clearTimeout(lapse);
  useFirstKey.setState({ first });
  if (first !== null) lapse = window.setTimeout(() => useFirstKey.setState({ first: null }), pairLapses);
}

/** The key that is held for a command that lasts so long. */
let held: { code: string; action: Action } | null = null;

function letUp(): void {
  if (held) release(held.action);
  held = null;
}

export function startKeys(): void {
  const read = createKeyReader(actions, ({ id }) => keyOf(id));
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const { target } = event;
    const timeline = target instanceof Element && target.closest('[data-keys="timeline"]') !== null;
    const action = read(event, { editing: isField(target), timeline });
    if (action === null) return;
    const isPair = action !== 'cancelled' && 'after' in action;
    waitAfter(isPair ? action.after : null);
    if (action === 'cancelled') return;
    event.preventDefault();
    if (isPair || (event.repeat && !action.repeats)) return;
    if (action.release) {
      letUp();
      held = { code: event.code, action };
    }
    perform(action);
  });
  window.addEventListener('keyup', (event) => {
    if (event.code === held?.code) letUp();
  });
  // A key that is let go elsewhere is not told of.
  window.addEventListener('blur', letUp);
}
