/**
 * How a class looks: hue by verb, lightness and mark by noun. Meaning never rests on colour alone, so that two classes
 * differ in slot, lightness or mark (3 x 5 x 8 codes), and text stands in black or white, whichever reads better.
 */
import type { ActionClass, Taxonomy } from './domain/taxonomy';

export type Theme = 'light' | 'dark';

export const slots = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export type Slot = (typeof slots)[number];
export const marks = ['none', 'bar', 'dot', 'column', 'cross'] as const;
export type Mark = (typeof marks)[number];

/** Base, darker, lighter of each slot. */
export const slotColours: Record<Theme, Record<Slot, readonly [string, string, string]>> = {
  dark: {
    A: ['#bacbfe', '#a8b9f2', '#d2dcfd'],
    B: ['#fdbccb', '#ecabba', '#fed6de'],
    C: ['#85dc96', '#7bca8a', '#9cecaa'],
    D: ['#9572d7', '#8465c0', '#a385e3'],
    E: ['#a76a55', '#945c4a', '#b57b68'],
    F: ['#0f8488', '#0c7377', '#03959a'],
    G: ['#dad94a', '#c8c748', '#eaea6d'],
    H: ['#8f8000', '#7e7000', '#9e9026'],
  },
  light: {
    A: ['#184593', '#0f387d', '#2c569d'],
    B: ['#cd5d76', '#b75269', '#da7187'],
    C: ['#015f3d', '#024f32', '#176f4b'],
    D: ['#8d86f5', '#7e78dc', '#9d99fd'],
    E: ['#c99c6a', '#b58d60', '#d7ae7f'],
    F: ['#4c9bb3', '#438aa0', '#64aac1'],
    G: ['#898800', '#797805', '#9a9800'],
    H: ['#583d01', '#463103', '#694a00'],
  },
};
const neutral = '#8f98a3';

export interface ClassLook {
  fill: string;
  /** 1 px outline of a fill. */
  edge: string;
  /** Text and mark inside a fill. */
  ink: '#000000' | '#ffffff';
  mark: Mark;
}

/** Linear light of an `#rrggbb` colour's channels (sRGB). */
export function linearRgb(colour: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, blue] = linearRgb(colour);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function scale(colour: string, factor: number): string {
  const channel = (at: number) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * factor);
  return `#${[1, 3, 5].map((at) => channel(at).toString(16).padStart(2, '0')).join('')}`;
}

/** Fill, edge and ink of one colour. */
export function lookOf(fill: string, mark: Mark, theme: Theme): ClassLook {
  return {
    fill,
    edge: scale(fill, theme === 'dark' ? 0.55 : 0.58),
    ink: contrast(fill, '#000000') >= contrast(fill, '#ffffff') ? '#000000' : '#ffffff',
    mark,
  };
}

/** The verb that gives a class its hue: its own, else the first word of its name. */
export const verbOf = (c: ActionClass): string => c.verb ?? c.name.split(' ')[0] ?? c.name;
export const nounOf = (c: ActionClass): string => c.noun ?? c.name.split(' ').slice(1).join(' ');
const isSlot = (slot: string | undefined): slot is Slot => (slots as readonly string[]).includes(slot ?? '');

/** Slots as the project stores them; where it stores none yet, verbs take them in the order of the class list. */
export function slotsOfVerbs(taxonomy: Taxonomy): Record<string, string> {
  if (Object.keys(taxonomy.verbSlots).length > 0) return taxonomy.verbSlots;
  const verbs = [...new Set(taxonomy.classes.filter((c) => !c.background).map(verbOf))];
  return Object.fromEntries(verbs.slice(0, slots.length).map((verb, i) => [verb, slots[i] as string]));
}

/** The look of every class, by class id. @param tints base, darker and lighter of each slot */
export function classLooks(
  taxonomy: Taxonomy,
  theme: Theme,
  tints: Readonly<Record<Slot, readonly string[]>> = slotColours[theme],
): Map<number, ClassLook> {
  const verbSlots = slotsOfVerbs(taxonomy);
  const seen = new Map<string, number>();
  const looks = new Map<number, ClassLook>();
  for (const c of taxonomy.classes) {
    const verb = verbOf(c);
    const slot = c.slot ?? verbSlots[verb];
    const nounRank = seen.get(verb) ?? 0;
    if (!c.background) seen.set(verb, nounRank + 1);
    const fill = isSlot(slot) && !c.background ? (tints[slot][nounRank % 3] as string) : neutral;
    looks.set(c.id, lookOf(fill, c.background ? 'none' : (marks[nounRank % 5] as Mark), theme));
  }
  return looks;
}

/** For ids that the taxonomy does not know (a run's own class list). */
export const unknownLook = (theme: Theme): ClassLook => lookOf(neutral, 'none', theme);
