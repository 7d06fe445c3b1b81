/** The keys of the actions: their own, but for those that the user has changed, which are kept by the program. */
import type { Keymap } from '../../src-main/common/contract/app';
import { call, on } from '../client';
import { useKeys, type Keys } from '../ui/keyOf';
import type { Action } from './action';
import { actions } from './index';
import { collide } from './shortcut';

let changed: Keymap = {};

/** The keys of actions with the changes of a user; an action that takes another's place has that one's key. */
export function keysWith(list: readonly Action[], keymap: Keymap): Keys {
  const own = new Map(list.map(({ id, shortcut }) => [id, Object.hasOwn(keymap, id) ? keymap[id] : shortcut]));
  return Object.fromEntries(
    list.flatMap(({ id, insteadOf }) => {
      const key = own.get(insteadOf ?? id);
      return key ? [[id, key]] : [];
    }),
  );
}

function take(keymap: Keymap): void {
  changed = keymap;
  useKeys.setState({ keys: keysWith(actions, keymap) });
}

/** Asks for the user's keys and follows them, whichever window changes them. */
export async function startKeymap(): Promise<void> {
  take({});
  on('keymap.changed', take);
  take(await call('app.keymap', {}));
}

/** The keymap with keys given to actions or, with null, taken from them; what an action has by itself is not kept. */
export function withKeys(list: readonly Action[], keymap: Keymap, keys: Keymap): Keymap {
  const next = { ...keymap, ...keys };
  const isOwn = ({ id, shortcut }: Action) => Object.hasOwn(next, id) && next[id] === (shortcut ?? null);
  const own = new Set(list.filter(isOwn).map(({ id }) => id));
  return Object.fromEntries(Object.entries(next).filter(([id]) => !own.has(id)));
}

/** Gives keys to actions or, with null, takes them. */
export const setKeys = (keys: Keymap) => call('app.setKeymap', withKeys(actions, changed, keys));

/** Takes back every change. */
export const resetKeys = () => call('app.setKeymap', {});

/** Whether the user has changed the key of this action. */
export const isChanged = (id: string): boolean => Object.hasOwn(changed, id);

/** The other actions whose keys stand in the way of a key. */
export const holdersOf = (key: string, id: string, list: readonly Action[], keys: Keys): Action[] =>
  list.filter((one) => one.id !== id && one.insteadOf === undefined && collide(keys[one.id] ?? '', key));
