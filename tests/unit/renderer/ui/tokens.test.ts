import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sixDigits } from '../../../../src-renderer/ui/theme';
import { contrast } from '../../../../src-main/common/classColours';

const css = readFileSync(new URL('../../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8');

function tokensOf(theme: string): Record<string, string> {
  const block = new RegExp(`\\[data-theme=['"]${theme}['"]\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--(\w+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const behind = ['bg0', 'bg1', 'bg2', 'bg3', 'accbg'];

/** Least contrast of each text token over every background it may stand on, as the design states it. */
const stated: Record<string, Record<string, number>> = {
  dark: { tx: 10.8, tx2: 6.3, tx3: 4.7, accs: 7.7, ok: 6.0, warn: 6.5, err: 5.4 },
  light: { tx: 14.4, tx2: 6.8, tx3: 4.7, accs: 6.2, ok: 4.7, warn: 5.1, err: 4.7 },
};
const pairs: Record<string, [string, string, number][]> = {
  dark: [
    ['acctx', 'acc', 7.9],
    ['acc', 'bg1', 7.5],
    ['line3', 'bg1', 3.3],
  ],
  light: [
    ['acctx', 'acc', 5.9],
    ['acc', 'bg1', 5.9],
    ['line3', 'bg1', 3.3],
  ],
};

describe.each(['dark', 'light'])('colour tokens, %s', (theme) => {
  const tokens = tokensOf(theme);
  const of = (name: string) => tokens[name] ?? 'missing';

  it.each(Object.entries(stated[theme] ?? {}))('%s reads on every background: at least %f', (name, least) => {
    const worst = Math.min(...behind.map((background) => contrast(of(name), of(background))));
    expect(worst).toBeGreaterThanOrEqual(4.5);
    expect(worst).toBeCloseTo(least, 1);
  });

  it.each(pairs[theme] ?? [])('%s on %s: %f', (text, background, least) => {
    expect(contrast(of(text), of(background))).toBeGreaterThanOrEqual(least - 0.05);
  });

  it('notices stay readable on their own backgrounds', () => {
    for (const [text, background] of [
      ['ok', 'okbg'],
      ['warn', 'warnbg'],
      ['err', 'errbg'],
      ['tx', 'errbg'],
    ] as const) {
      expect(contrast(of(text), of(background))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

it('both themes name the same tokens', () => {
  expect(Object.keys(tokensOf('light'))).toEqual(Object.keys(tokensOf('dark')));
});

it('colours that the build has shortened are read in six digits', () => {
  expect(['#fff', '#1a2', '#14171a', 'Inter, sans-serif'].map(sixDigits)).toEqual([
    '#ffffff',
    '#11aa22',
    '#14171a',
    'Inter, sans-serif',
  ]);
});
