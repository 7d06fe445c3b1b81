import { describe, expect, it, vi } from 'vitest';
import { actions } from '../../../../src-renderer/actions';
import type { Action } from '../../../../src-renderer/actions/action';
import {
  collide,
  createKeyReader,
  type KeyLike,
  pairLapses,
  strokesOf,
} from '../../../../src-renderer/actions/shortcut';
import { holdersOf, keysWith, withKeys } from '../../../../src-renderer/actions/keymap';
import { keptByBrowsers, pressedKey, refusalOf } from '../../../../src-renderer/actions/newKey';
import { useKeys } from '../../../../src-renderer/ui/keyOf';
import { menus } from '../../../../src-renderer/app/menu';

const key = (key: string, code = '', modifiers = '', timeStamp = 0): KeyLike => ({
  key,
  code,
  ctrlKey: modifiers.includes('C'),
  metaKey: modifiers.includes('M'),
  altKey: modifiers.includes('A'),
  shiftKey: modifiers.includes('S'),
  repeat: modifiers.includes('R'),
  timeStamp,
  getModifierState: (name) => name === 'AltGraph' && modifiers.includes('G'),
});
const anywhere = { editing: false, timeline: false };

const action = (id: string, shortcut: string, more: Partial<Action> = {}): Action =>
  ({ id, label: id, group: 'View', shortcut, perform: () => {}, ...more }) as Action;

/** Pairs of actions that claim the same key, or one whose first key another one takes for itself. */
function conflicts(actions: readonly Action[]): [string, string][] {
  const found: [string, string][] = [];
  actions.forEach((a, i) => {
    for (const b of actions.slice(i + 1)) {
      if (a.shortcut && b.shortcut && collide(a.shortcut, b.shortcut)) found.push([a.id, b.id]);
    }
  });
  return found;
}

describe('strokes', () => {
  it('letters are upper case with their modifiers; Command counts as Ctrl', () => {
    expect(strokesOf(key('k', 'KeyK', 'C'))).toEqual(['Ctrl+K']);
    expect(strokesOf(key('F', 'KeyF', 'MS'))).toEqual(['Ctrl+Shift+F']);
    expect(strokesOf(key('F6', 'F6', 'S'))).toEqual(['Shift+F6']);
    expect(strokesOf(key(' ', 'Space'))).toEqual(['Space']);
  });

  it('digits count by position, whatever the layout makes of them', () => {
    expect(strokesOf(key('&', 'Digit1'))).toEqual(['1']);
    expect(strokesOf(key('!', 'Digit1', 'S'))).toEqual(['Shift+1']);
  });

  it('punctuation counts by character, and with Shift by position too', () => {
    expect(strokesOf(key('?', 'Slash', 'S'))).toEqual(['?']);
    expect(strokesOf(key('?', 'Minus', 'S'))).toContain('?');
    expect(strokesOf(key('{', 'BracketLeft', 'S'))).toEqual(['{', 'Shift+[']);
  });

  it('letters of other scripts count by position, those of Latin by character', () => {
    expect(strokesOf(key('ы', 'KeyS'))).toEqual(['S']);
    expect(strokesOf(key('я', 'KeyZ', 'C'))).toEqual(['Ctrl+Z']);
    expect(strokesOf(key('Я', 'KeyZ', 'CS'))).toEqual(['Ctrl+Shift+Z']);
    expect(strokesOf(key('ش', 'KeyA'))).toEqual(['A']);
    expect(strokesOf(key('б', 'Comma'))).toEqual([',']);
    expect(strokesOf(key('Х', 'BracketLeft', 'S'))).toEqual(['Shift+[']);
    expect(strokesOf(key('q', 'KeyA'))).toEqual(['Q']);
    expect(strokesOf(key('é', 'Digit2'))).toEqual(['2']);
    expect(strokesOf(key('ö', 'Semicolon'))).toEqual(['Ö']);
  });

  it('AltGr makes characters, which neither digits nor Ctrl and Alt are', () => {
    expect(strokesOf(key('[', 'Digit8', 'G'))).toEqual(['[']);
    expect(strokesOf(key(']', 'Digit9', 'GCA'))).toEqual([']']);
    expect(strokesOf(key('\\', 'Minus', 'GCA'))).toEqual(['\\']);
    expect(strokesOf(key('AltGraph', 'AltRight', 'G'))).toEqual([]);
  });

  it('a modifier alone is nothing', () => {
    expect(strokesOf(key('Control', 'ControlLeft', 'C'))).toEqual([]);
  });
});

describe('the key reader', () => {
  const list = [
    action('palette', 'Ctrl+K'),
    action('train', 'G T'),
    action('play', 'Space', { scope: 'timeline' }),
    action('never', 'X', { when: () => false }),
  ];

  it('finds the action of a key, and of two keys one after the other', () => {
    const read = createKeyReader(list, ({ shortcut }) => shortcut);
    expect(read(key('k', 'KeyK', 'C'), anywhere)).toMatchObject({ id: 'palette' });
    expect(read(key('g', 'KeyG'), anywhere)).toEqual({ after: 'G' });
    expect(read(key('t', 'KeyT'), anywhere)).toMatchObject({ id: 'train' });
    expect(read(key('t', 'KeyT'), anywhere)).toBeNull();
  });

  it('a first key that is held stays the first', () => {
    const read = createKeyReader([...list, action('figures', 'G G')], ({ shortcut }) => shortcut);
    for (const modifiers of ['', 'R', 'R', 'R'])
      expect(read(key('g', 'KeyG', modifiers), anywhere)).toEqual({ after: 'G' });
    expect(read(key('t', 'KeyT'), anywhere)).toMatchObject({ id: 'train' });
  });

  it('forgets the first key when another follows', () => {
    const read = createKeyReader(list, ({ shortcut }) => shortcut);
    for (const other of [key('q', 'KeyQ'), key('Escape', 'Escape'), key('k', 'KeyK', 'C')]) {
      read(key('g', 'KeyG'), anywhere);
      expect(read(other, anywhere)).toBe('cancelled');
      expect(read(key('t', 'KeyT'), anywhere)).toBeNull();
    }
  });

  it('forgets the first key after a while, also where a modifier was pressed meanwhile', () => {
    const read = createKeyReader(list, ({ shortcut }) => shortcut);
    const at = (time: number, pressed = 't') => read(key(pressed, `Key${pressed.toUpperCase()}`, '', time), anywhere);
    at(1000, 'g');
    expect(at(1000 + pairLapses)).toMatchObject({ id: 'train' });
    at(1000, 'g');
    read(key('Shift', 'ShiftLeft', 'S', 3000), anywhere);
    expect(at(1001 + pairLapses)).toBeNull();
    at(20_000, 'g');
    expect(at(20_001 + pairLapses, 'g')).toEqual({ after: 'G' });
    expect(at(20_002 + pairLapses)).toMatchObject({ id: 'train' });
  });

  it('leaves plain keys to a field that is edited, but not those with Ctrl', () => {
    const read = createKeyReader(list, ({ shortcut }) => shortcut);
    expect(read(key('g', 'KeyG'), { editing: true, timeline: false })).toBeNull();
    expect(read(key('k', 'KeyK', 'C'), { editing: true, timeline: false })).toMatchObject({ id: 'palette' });
  });

  it('gives timeline keys only to the timeline, and impossible actions to nobody', () => {
    const read = createKeyReader(list, ({ shortcut }) => shortcut);
    expect(read(key(' ', 'Space'), anywhere)).toBeNull();
    expect(read(key(' ', 'Space'), { editing: false, timeline: true })).toMatchObject({ id: 'play' });
    expect(read(key('x', 'KeyX'), anywhere)).toBeNull();
  });
});

describe('a command that stands in for another', () => {
  it('has its key also where the other cannot be done', () => {
    const accept = action('accept', 'A', { when: () => false });
    const list = [accept, { ...action('suggestion', ''), insteadOf: 'accept' }];
    const read = createKeyReader(list, ({ id }) => keysWith(list, {})[id]);
    expect(read(key('a', 'KeyA'), anywhere)).toMatchObject({ id: 'suggestion' });
  });

  it('stands in for one that is there and has a key', () => {
    for (const { id, insteadOf } of actions) {
      if (insteadOf === undefined) continue;
      expect(actions.find((one) => one.id === insteadOf)?.shortcut, id).toBeDefined();
    }
  });
});

describe('the commands of the program', () => {
  it('no two claim one key', () => {
    expect(conflicts([action('a', 'G'), action('b', 'G P'), action('c', 'Ctrl+K')])).toEqual([['a', 'b']]);
    expect(conflicts(actions)).toEqual([]);
  });

  it('each has its own id and a label', () => {
    expect(new Set(actions.map((one) => one.id)).size).toBe(actions.length);
    for (const one of actions) expect(one.label).toMatch(/^\S.*[^.!]$/);
  });

  it('none takes a key that browsers keep', () => {
    for (const one of actions) expect(one.shortcut ?? '').not.toMatch(keptByBrowsers);
  });

  it('all stand in the application menu, without pairs of keys', () => {
    vi.stubGlobal('document', { querySelector: () => null });
    useKeys.setState({ keys: keysWith(actions, {}) });
    const items = menus().flatMap((menu) => menu.items);
    expect(items.map((item) => item.id).sort()).toEqual(actions.map((one) => one.id).sort());
    expect(items.find((item) => item.id === 'view.palette')?.shortcut).toBe('Ctrl K');
    expect(items.find((item) => item.id === 'go.train')?.shortcut).toBeNull();
  });
});

describe('the keymap', () => {
  const list = [
    action('split', 'S', { scope: 'timeline' }),
    action('palette', 'Ctrl+K'),
    action('train', 'G T'),
    action('bare', 'B'),
  ];

  it('gives changed keys, takes those that are none, and leaves the others', () => {
    expect(keysWith(list, { split: 'Z', bare: null, gone: 'X' })).toEqual({
      split: 'Z',
      palette: 'Ctrl+K',
      train: 'G T',
    });
    const read = createKeyReader(list, ({ id }) => keysWith(list, { split: 'Z' })[id]);
    expect(read(key('z', 'KeyZ'), { editing: false, timeline: true })).toMatchObject({ id: 'split' });
    expect(read(key('s', 'KeyS'), { editing: false, timeline: true })).toBeNull();
  });

  it('names whose a key is, also as the first of two', () => {
    const keys = keysWith(list, {});
    const ids = (pressed: string, of: string) => holdersOf(pressed, of, list, keys).map(({ id }) => id);
    expect(ids('S', 'bare')).toEqual(['split']);
    expect(ids('G', 'bare')).toEqual(['train']);
    expect(ids('B', 'bare')).toEqual([]);
    expect(ids('Y', 'bare')).toEqual([]);
  });

  it('gives an action that takes another’s place that one’s key, while it is possible', () => {
    let open = true;
    const instead = { ...action('cut', ''), insteadOf: 'split', scope: 'timeline', when: () => open } as Action;
    const keys = keysWith([...list, instead], { split: 'Z' });
    expect(keys['cut']).toBe('Z');
    expect(holdersOf('Z', 'bare', [...list, instead], keys).map(({ id }) => id)).toEqual(['split']);
    const read = createKeyReader([...list, instead], ({ id }) => keys[id]);
    const pressed = () => read(key('z', 'KeyZ'), { editing: false, timeline: true });
    expect(pressed()).toMatchObject({ id: 'cut' });
    open = false;
    expect(pressed()).toMatchObject({ id: 'split' });
  });

  it('keeps only what differs from the program’s own keys', () => {
    expect(withKeys(list, { bare: 'X' }, { split: 'Z' })).toEqual({ bare: 'X', split: 'Z' });
    expect(withKeys(list, { bare: 'X', split: 'Z' }, { split: 'S' })).toEqual({ bare: 'X' });
    expect(withKeys(list, {}, { bare: null })).toEqual({ bare: null });
  });

  it('writes a pressed key as the action has it, and refuses keys that cannot work', () => {
    expect(pressedKey(key('{', 'BracketLeft', 'S'), 'Shift+[')).toBe('Shift+[');
    expect(pressedKey(key('{', 'BracketLeft', 'S'), 'Q')).toBe('{');
    expect(pressedKey(key('Shift', 'ShiftLeft', 'S'), 'Q')).toBeNull();
    const [split, palette] = list as [Action, Action];
    expect(refusalOf('Ctrl+W', palette)).toMatch(/^Browsers keep Ctrl W/);
    expect([refusalOf('Space', palette), refusalOf('Space', split)]).toEqual(['Space presses buttons', null]);
    expect(refusalOf('Alt+Q', palette)).toBeNull();
  });
});
