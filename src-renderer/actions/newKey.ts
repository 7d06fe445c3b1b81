/** Keys that are pressed to be given to an action: how they are written, and which cannot be given. */
import { keyLabel } from '../ui/Kbd';
import { useKeys } from '../ui/keyOf';
import type { Action } from './action';
import { type KeyLike, strokesOf } from './shortcut';

/** Keys that browsers do not leave to pages. */
export const keptByBrowsers = /^Ctrl\+([WTN]|\d)$|^Alt\+Arrow(Left|Right)$|^Ctrl\+Shift\+C$/;

/**
 * How a pressed key is written; null for a modifier alone.
 * @param own the action's own key, which has a name already
 */
export function pressedKey(event: KeyLike, own: string | undefined): string | null {
  const strokes = strokesOf(event);
  return strokes.find((stroke) => stroke === own) ?? strokes[0] ?? null;
}

/** Whether a key is the first of two that some action has, such as the G of "G P". */
export const startsPair = (key: string): boolean =>
  Object.values(useKeys.getState().keys).some((one) => one.startsWith(`${key} `));

/** Why an action cannot have this key; null: it can. */
export function refusalOf(key: string, action: Action): string | null {
  if (keptByBrowsers.test(key)) return `Browsers keep ${keyLabel(key)} for themselves`;
  if (key === 'Enter') return 'Enter presses buttons';
  if (key === 'Space' && action.scope !== 'timeline') return 'Space presses buttons';
  return null;
}
