import { describe, expect, it, vi } from 'vitest';
import { actions } from '../../../../src-renderer/actions';
import type { Action } from '../../../../src-renderer/actions/action';
import { conflicts, createKeyReader, type KeyLike, strokesOf } from '../../../../src-renderer/actions/shortcut';
import { menus } from '../../../../src-renderer/app/menu';

const key = (key: string, code = '', modifiers = ''): KeyLike => ({
  key,
  code,
  ctrlKey: modifiers.includes('C'),
  metaKey: modifiers.includes('M'),
  altKey: modifiers.includes('A'),
  shiftKey: modifiers.includes('S'),
});
const anywhere = { editing: false, timeline: false };

const action = (id: string, shortcut: string, more: Partial<Action> = {}): Action =>
  ({ id, label: id, group: 'View', shortcut, perform: () => {}, ...more }) as Action;

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
    const read = createKeyReader(list);
    expect(read(key('k', 'KeyK', 'C'), anywhere)).toMatchObject({ id: 'palette' });
    expect(read(key('g', 'KeyG'), anywhere)).toBe('waiting');
    expect(read(key('t', 'KeyT'), anywhere)).toMatchObject({ id: 'train' });
    expect(read(key('t', 'KeyT'), anywhere)).toBeNull();
  });

  it('forgets the first key when another follows', () => {
    const read = createKeyReader(list);
    read(key('g', 'KeyG'), anywhere);
    expect(read(key('q', 'KeyQ'), anywhere)).toBeNull();
    expect(read(key('t', 'KeyT'), anywhere)).toBeNull();
  });

  it('leaves plain keys to a field that is edited, but not those with Ctrl', () => {
    const read = createKeyReader(list);
    expect(read(key('g', 'KeyG'), { editing: true, timeline: false })).toBeNull();
    expect(read(key('k', 'KeyK', 'C'), { editing: true, timeline: false })).toMatchObject({ id: 'palette' });
  });

  it('gives timeline keys only to the timeline, and impossible actions to nobody', () => {
    const read = createKeyReader(list);
    expect(read(key(' ', 'Space'), anywhere)).toBeNull();
    expect(read(key(' ', 'Space'), { editing: false, timeline: true })).toMatchObject({ id: 'play' });
    expect(read(key('x', 'KeyX'), anywhere)).toBeNull();
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
    const kept = /^Ctrl\+([WTN]|\d)$|^Alt\+Arrow(Left|Right)$|^Ctrl\+Shift\+C$/;
    for (const one of actions) expect(one.shortcut ?? '').not.toMatch(kept);
  });

  it('all stand in the application menu, without pairs of keys', () => {
    vi.stubGlobal('document', { querySelector: () => null });
    const items = menus().flatMap((menu) => menu.items);
    expect(items.map((item) => item.id).sort()).toEqual(actions.map((one) => one.id).sort());
    expect(items.find((item) => item.id === 'view.palette')?.shortcut).toBe('Ctrl K');
    expect(items.find((item) => item.id === 'go.train')?.shortcut).toBeNull();
  });
});
