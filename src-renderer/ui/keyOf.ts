/** Which key does what now, for everything that names keys: tooltips, buttons, sheets. `actions/keymap.ts` fills it. */
import { create } from 'zustand';

/** By id of the action; actions without a key are absent. */
export type Keys = Readonly<Record<string, string>>;

export const useKeys = create<{ keys: Keys }>(() => ({ keys: {} }));

export const keyOf = (command: string): string | undefined => useKeys.getState().keys[command];

/** The key of a command, as it changes. */
export const useKeyOf = (command: string | undefined): string | undefined =>
  useKeys(({ keys }) => (command === undefined ? undefined : keys[command]));

/** As `aria-keyshortcuts` has it, which knows no two keys one after the other. */
export const ariaKeys = (key: string | undefined): string | undefined =>
  key?.includes(' ') ? undefined : key?.replace('Ctrl', 'Control');
