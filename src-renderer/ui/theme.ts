/**
 * The theme: system, light or dark. The resolved one stands as `data-theme` on the document; colours are the CSS
 * variables of `tokens.css`, and whatever paints on a canvas reads them as `useTheme((state) => state.tokens)`.
 */
import { create } from 'zustand';
import type { Theme } from '../../src-main/common/classColours';
import { readStored, writeStored } from './stored';

export type ThemeChoice = 'system' | 'light' | 'dark';

const tokenNames = [
  ...(['bg0', 'bg1', 'bg2', 'bg3', 'bg4', 'line', 'line2', 'line3', 'tx', 'tx2', 'tx3'] as const),
  ...(['acc', 'acctx', 'accbg', 'accs', 'ok', 'warn', 'err', 'lane', 'sans', 'mono'] as const),
];
export type Tokens = Record<(typeof tokenNames)[number], string>;

const tokensFrom = (valueOf: (name: string) => string) =>
  Object.fromEntries(tokenNames.map((name) => [name, valueOf(name)])) as Tokens;

/** A colour in six digits: style sheets are built with the shortest way to write it. */
export const sixDigits = (value: string): string => value.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');

interface ThemeState {
  choice: ThemeChoice;
  theme: Theme;
  /** Values of the current theme; a new object whenever the theme changes. */
  tokens: Tokens;
}

export const useTheme = create<ThemeState>(() => ({ choice: 'system', theme: 'dark', tokens: tokensFrom(() => '') }));

const systemIsLight = () => matchMedia('(prefers-color-scheme: light)');

function apply(choice: ThemeChoice): void {
  const theme = choice === 'system' ? (systemIsLight().matches ? 'light' : 'dark') : choice;
  document.documentElement.dataset['theme'] = theme;
  const style = getComputedStyle(document.documentElement);
  useTheme.setState({
    choice,
    theme,
    tokens: tokensFrom((name) => sixDigits(style.getPropertyValue(`--${name}`).trim())),
  });
}

/** Applies the remembered choice and follows the system from then on. */
export function startTheme(): void {
  const stored = readStored('theme');
  apply(stored === 'light' || stored === 'dark' ? stored : 'system');
  systemIsLight().addEventListener('change', () => apply(useTheme.getState().choice));
}

/** Takes effect at once and is remembered. */
export function setTheme(choice: ThemeChoice): void {
  writeStored('theme', choice);
  apply(choice);
}
