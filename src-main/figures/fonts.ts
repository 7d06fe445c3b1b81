/**
 * From drawings (`common/figures`) to files: SVG with real text, PDF with embedded fonts, PNG, and the numbers as CSV,
 * LaTeX and Markdown. No window, no network, and from the same drawing the same bytes: fonts are those of the program,
 * nothing is taken from the system or the clock.
 *
 * Here are the fonts. All three formats set text glyph by glyph with the advances of the font, digits of one width and
 * no kerning, so that what was measured is what is drawn.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type Font, type Glyph } from 'fontkit';
import type { FontName, Mark, Measure, Weight } from '../common/figures/drawing';
import { resourcesFolder } from '../data/resources';

export const fontFeatures = { kern: false, calt: false, liga: false, clig: false, tnum: true };

/** A font in one weight. */
export class Typeface {
  private readonly glyphs = new Map<string, Glyph>();
  private readonly font: Font;

  constructor(readonly bytes: Uint8Array) {
    // The file is one font, not a collection.
    this.font = create(Buffer.from(bytes)) as Font;
  }

  /** The glyph of one character; that of a box where the font has none. */
  glyph(character: string): Glyph {
    let glyph = this.glyphs.get(character);
    if (!glyph) {
      glyph = this.font.layout(character, fontFeatures as unknown as Record<string, boolean>).glyphs[0] as Glyph;
      this.glyphs.set(character, glyph);
    }
    return glyph;
  }

  /** Width of a text as a share of the font size. */
  measure(text: string): number {
    return (
      Array.from(text).reduce((sum, character) => sum + this.glyph(character).advanceWidth, 0) / this.font.unitsPerEm
    );
  }

  /** Whether the font has a sign for the character. */
  has(character: string): boolean {
    return this.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }

  /** Outlines of a text at size 1 with its start at 0 and y upwards, as SVG paths with their places. */
  outlines(text: string): { d: string; x: number; unitsPerEm: number }[] {
    const { unitsPerEm } = this.font;
    let x = 0;
    return Array.from(text).map((character) => {
      const glyph = this.glyph(character);
      const placed = { d: glyph.path.toSVG(), x: x / unitsPerEm, unitsPerEm };
      x += glyph.advanceWidth;
      return placed;
    });
  }

  /** A TrueType file of the glyphs of these characters, without a table that tells which is which. */
  subset(characters: readonly string[]): { bytes: Uint8Array; glyphIds: number[] } {
    const subset = this.font.createSubset();
    // What its types call boolean is the glyph's place in the subset.
    const glyphIds = characters.map((character) => Number(subset.includeGlyph(this.glyph(character))));
    return { bytes: subset.encode(), glyphIds };
  }
}

const files: Record<FontName, Record<Weight, string>> = {
  Inter: { 400: 'Inter-Regular.ttf', 600: 'Inter-SemiBold.ttf' },
  STIX: { 400: 'STIXGeneral.ttf', 600: 'STIXGeneralBol.ttf' },
};
/** As style sheets name them, with what stands in for them. */
export const families: Record<FontName, { name: string; instead: string }> = {
  Inter: { name: 'Inter', instead: 'Arial, sans-serif' },
  STIX: { name: 'STIXGeneral', instead: 'Times New Roman, serif' },
};

const loaded = new Map<string, Typeface>();

/** Read once. */
export function typeface(font: FontName, weight: Weight): Typeface {
  const file = files[font][weight];
  const known = loaded.get(file);
  if (known) return known;
  // A plain array: slices of a Buffer would be views.
  const face = new Typeface(Uint8Array.from(readFileSync(join(resourcesFolder(), 'fonts', file))));
  loaded.set(file, face);
  return face;
}

/** Width of texts in points. */
export const measureIn =
  (font: FontName): Measure =>
  (text, size, weight = 400) =>
    typeface(font, weight).measure(text) * size;

/** Characters that occur, by weight, in a fixed order. */
export function usedCharacters(marks: readonly Mark[]): Map<Weight, string[]> {
  const used = new Map<Weight, Set<string>>();
  const collect = (mark: Mark): void => {
    if (mark.kind === 'group') mark.marks.forEach(collect);
    if (mark.kind !== 'text') return;
    const own = used.get(mark.weight) ?? new Set();
    for (const character of mark.text) own.add(character);
    used.set(mark.weight, own);
  };
  marks.forEach(collect);
  return new Map([...used].sort(([a], [b]) => a - b).map(([weight, own]) => [weight, [...own].sort()]));
}
