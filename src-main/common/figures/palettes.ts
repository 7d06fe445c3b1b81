import { type Slot, slotColours, slots } from '../classColours';

/**
 * Colours of figures: of classes by verb, each with a darker and a lighter tint for its nouns, and of runs.
 * Every palette is told apart with deuteranopia and protanopia; runs differ in dash and shape, classes in
 * shape besides. Lines of runs have a contrast of 3:1 on white, fills of classes have dark outlines that do.
 * A test computes all of this.
 */
export type SlotTints = Readonly<Record<Slot, readonly string[]>>;

export interface Palette {
  /** Said in the form. */
  help: string;
  classes: SlotTints;
  runs: readonly [string, string, string, string];
}

/** One colour a slot with tints of it. @param bases in the order of the slots */
function tinted(bases: readonly string[]): SlotTints {
  const mixed = (colour: string, towards: number, share: number) => {
    const channel = (at: number) => {
      const own = Number.parseInt(colour.slice(at, at + 2), 16);
      return Math.round(own + share * (towards - own))
        .toString(16)
        .padStart(2, '0');
    };
    return `#${channel(1)}${channel(3)}${channel(5)}`;
  };
  const tints = (base: string) => [base, mixed(base, 0, 0.18), mixed(base, 255, 0.25)];
  return Object.fromEntries(slots.map((slot, i) => [slot, tints(bases[i]!)])) as unknown as SlotTints;
}

export const palettes = {
  classes: {
    help: 'the colours of the screen on white',
    classes: slotColours.light,
    runs: ['#0a5fd0', '#855500', '#12734a', '#454e58'],
  },
  'Okabe-Ito': {
    help: 'Okabe and Ito 2008, used in many journals',
    classes: tinted(['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#f0e442', '#7a7a7a']),
    runs: ['#0072b2', '#b34e00', '#007a59', '#3d3d3d'],
  },
  grey: {
    help: 'for print in one colour; shapes and dashes tell apart',
    classes: tinted(['#3a3a3a', '#d6d6d6', '#757575', '#b0b0b0', '#555555', '#eeeeee', '#929292', '#c4c4c4']),
    runs: ['#000000', '#6a6a6a', '#333333', '#858585'],
  },
} as const satisfies Record<string, Palette>;
export type PaletteName = keyof typeof palettes;
export const paletteNames = Object.keys(palettes) as [PaletteName, ...PaletteName[]];
