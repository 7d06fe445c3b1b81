/**
 * Keys to actions. Letters and punctuation are matched by the character typed, digits by their position; with Shift,
 * punctuation is also matched by position, so that "Shift+[" works where Shift makes it another character. Where the
 * layout types letters of another script than Latin, keys count by their position. AltGr only makes characters.
 */
import { keyOf } from '../ui/keyOf';
import { type Action, isPossible } from './action';

export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'timeStamp' | 'getModifierState'
>;

const named: Record<string, string> = { ' ': 'Space', Esc: 'Escape' };
const punctuation: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Minus: '-',
  Equal: '=',
};

/** How a key event may be written as a shortcut; the first that is taken counts. */
export function strokesOf(event: KeyLike): string[] {
  if (['Control', 'Shift', 'Alt', 'AltGraph', 'Meta'].includes(event.key)) return [];
  // Some systems say Ctrl and Alt for AltGr.
  const makesCharacter = event.getModifierState('AltGraph');
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const modifiers = makesCharacter ? '' : `${control}${event.altKey ? 'Alt+' : ''}`;
  const shift = event.shiftKey ? 'Shift+' : '';
  const digit = makesCharacter ? undefined : /^Digit(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined && event.key !== '?') return [`${modifiers}${shift}${digit}`];
  const key = named[event.key] ?? event.key;
  if (key.length > 1) return [`${modifiers}${shift}${key}`];
  const byPosition = punctuation[event.code];
  if (!/\p{L}/u.test(key))
    return [`${modifiers}${key}`, ...(byPosition && shift ? [`${modifiers}Shift+${byPosition}`] : [])];
  // Alt makes other characters of letters on some systems.
  const isTyped = /\p{Script=Latin}/u.test(key) && !event.altKey;
  const letter = isTyped ? undefined : (/^Key([A-Z])$/.exec(event.code)?.[1] ?? byPosition);
  return [`${modifiers}${shift}${letter ?? key.toUpperCase()}`];
}

/** Whether a key is that of a command, whichever it is now. */
export const isKeyOf = (command: string, event: KeyLike): boolean =>
  strokesOf(event).some((stroke) => stroke === keyOf(command));

/** Keys that act even while a field is edited; a field undoes its own typing. */
const actsInFields = (stroke: string) => /^(Ctrl\+(?!(Shift\+)?Z$)|Alt\+|(Shift\+)?F\d)/.test(stroke);

interface Where {
  /** A field has the focus. */
  editing: boolean;
  /** Player, timeline or an error list has the focus. */
  timeline: boolean;
}

/** The first key of a pair was pressed, such as "G". */
export interface Waiting {
  after: string;
}

/** Milliseconds after which the first key of a pair counts no more. */
export const pairLapses = 5000;

/**
 * Reads keys one by one and says which action is meant; it remembers the first key of a pair such as "G P" for a while.
 * @param keyOf the key that an action has now
 * @returns the action, `Waiting` after the first key of a pair, 'cancelled' where the second makes none, or null
 */
export function createKeyReader(actions: readonly Action[], keyOf: (action: Action) => string | undefined) {
  let first: { stroke: string; time: number } | null = null;
  const inOrder = [...actions].sort((a, b) => Number(b.insteadOf !== undefined) - Number(a.insteadOf !== undefined));
  return (event: KeyLike, where: Where): Action | Waiting | 'cancelled' | null => {
    const strokes = strokesOf(event).filter((stroke) => !where.editing || actsInFields(stroke));
    if (strokes.length === 0) return null;
    const isLate = first !== null && event.timeStamp - first.time > pairLapses;
    const pair = event.repeat || isLate ? null : first;
    const candidates = strokes.map((stroke) => (pair === null ? stroke : `${pair.stroke} ${stroke}`));
    first = null;
    const usable = inOrder.filter((action) => action.scope !== 'timeline' || where.timeline);
    for (const candidate of candidates) {
      const action = usable.find((one) => keyOf(one) === candidate && isPossible(one));
      if (action) return action;
      if (usable.some((one) => keyOf(one)?.startsWith(`${candidate} `))) {
        first = { stroke: candidate, time: event.timeStamp };
        return { after: candidate };
      }
    }
    return pair === null ? null : 'cancelled';
  };
}

/** Whether one key stands in the way of another: it is the same, or the first of the two that the other is. */
export const collide = (a: string, b: string): boolean => a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
