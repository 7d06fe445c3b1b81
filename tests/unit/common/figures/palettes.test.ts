import { describe, expect, it } from 'vitest';
import { classLooks, contrast, slots } from '../../../../src-main/common/classColours';
import { ciede2000, labSeenBy, type Vision } from '../../../../src-main/common/colourVision';
import { paletteNames, palettes } from '../../../../src-main/common/figures/palettes';
import { paper, runLook, shapeOf } from '../../../../src-main/common/figures/pen';

const eyes: readonly Vision[] = ['normal', 'deutan', 'protan'];
const pairs = <T>(all: readonly T[]) => all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));

describe.each(paletteNames)('palette %s', (name) => {
  const { classes, runs } = palettes[name];

  it('draws runs in lines that are seen on white, no two in one dash and shape', () => {
    for (const colour of runs) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(3);
    const looks = runs.map((_, rank) => runLook({ palette: name }, rank));
    expect(new Set(looks.map(({ dash }) => dash.join())).size).toBe(runs.length);
    expect(new Set(looks.map(({ shape }) => shape)).size).toBe(runs.length);
  });

  it('draws runs in colours that every eye tells apart', () => {
    for (const [a, b] of pairs(runs)) {
      for (const eye of eyes)
        expect(ciede2000(labSeenBy(eye, a), labSeenBy(eye, b)), `${a} ${b} ${eye}`).toBeGreaterThan(7);
    }
  });

  it('draws classes with outlines that are seen on white, and verbs in colours that every eye tells apart', () => {
    const taxonomy = {
      version: 1 as const,
      nextId: 99,
      retired: [],
      verbSlots: {},
      classes: slots.flatMap((slot, v) => [0, 1, 2].map((n) => ({ id: 3 * v + n, name: `${slot} ${n}`, verb: slot }))),
    };
    const looks = [...classLooks(taxonomy, 'light', classes).values()];
    for (const { fill, edge, ink } of looks) {
      expect(Math.max(contrast(fill, paper), contrast(edge, paper)), fill).toBeGreaterThanOrEqual(3);
      expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
    }
    for (const [a, b] of pairs(slots.map((slot) => classes[slot][0]!))) {
      for (const eye of eyes)
        expect(ciede2000(labSeenBy(eye, a), labSeenBy(eye, b)), `${a} ${b} ${eye}`).toBeGreaterThan(4);
    }
    // Nouns of one verb differ in shape as well.
    expect(new Set(looks.slice(0, 3).map(shapeOf)).size).toBe(3);
  });
});
