/** Gives key presses to the actions. A dialog keeps all keys for itself. */
import { actions, perform } from '../actions';
import { createKeyReader } from '../actions/shortcut';

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="radio"]):not([type="checkbox"])'));

export function startKeys(): void {
  const read = createKeyReader(actions);
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const { target } = event;
    const timeline = target instanceof Element && target.closest('[data-keys="timeline"]') !== null;
    const action = read(event, { editing: isField(target), timeline });
    if (action === null) return;
    event.preventDefault();
    if (action !== 'waiting') perform(action);
  });
}
