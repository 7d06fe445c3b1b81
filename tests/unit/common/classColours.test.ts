import { describe, expect, it } from 'vitest';
import { ciede2000, labSeenBy } from '../../../src-main/common/colourVision';
import type { ActionClass, Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { classLooks, contrast, lookOf, slotColours, slots } from '../../../src-main/common/classColours';

it('the colour difference is Sharma’s (pairs 1 and 25 of the published test data)', () => {
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
});

/** Least difference between tints of different verbs, as the design states it. */
const apart = {
  dark: { normal: 15.4, protan: 11.1, deutan: 10.9, tritan: 10.8 },
  light: { normal: 18.8, protan: 9.9, deutan: 9.9, tritan: 9.5 },
};
const lane = { dark: '#16191d', light: '#ffffff' };

describe.each(['dark', 'light'] as const)('class colours, %s', (theme) => {
  const tints = slots.flatMap((slot) => slotColours[theme][slot].map((colour) => ({ slot, colour })));

  it.each(Object.entries(apart[theme]))('verbs stay apart for %s vision: %f', (kind, least) => {
    const seen = tints.map(({ slot, colour }) => ({
      slot,
      at: labSeenBy(kind as keyof (typeof apart)['light'], colour),
    }));
    const differences = seen.flatMap((a) => seen.filter((b) => b.slot > a.slot).map((b) => ciede2000(a.at, b.at)));
    expect(Math.min(...differences)).toBeGreaterThan(least - 0.15);
  });

  it('fills show on the lane, edges show where fills do not, text reads in every fill', () => {
    for (const { colour } of tints) {
      const look = lookOf(colour, 'none', theme);
      expect(contrast(look.fill, lane[theme])).toBeGreaterThan(theme === 'dark' ? 3.05 : 2);
      const outline = theme === 'light' ? look.edge : look.fill;
      expect(contrast(outline, lane[theme])).toBeGreaterThan(theme === 'light' ? 5.4 : 3.05);
      expect(contrast(look.ink, look.fill)).toBeGreaterThan(4.55);
    }
  });
});

describe('looks of a taxonomy', () => {
  const verbs = ['cut', 'pour', 'stir', 'wash', 'add', 'open', 'take', 'put', 'close'];
  const classes: ActionClass[] = [{ id: 0, name: 'background', background: true }];
  for (const verb of verbs) {
    for (let noun = 0; noun < 6; noun++)
      classes.push({ id: classes.length, name: `${verb} thing ${noun}`, verb, noun: `thing ${noun}` });
  }
  const taxonomy = (verbSlots: Record<string, string>, own = classes): Taxonomy => ({
    version: 1,
    nextId: 999,
    classes: own,
    retired: [],
    verbSlots,
  });
  const lookAt = (looks: ReturnType<typeof classLooks>, id: number) => looks.get(id)!;

  it('takes hue from the stored slot of the verb, lightness and mark from the rank of the noun', () => {
    const looks = classLooks(taxonomy({ cut: 'C' }), 'dark');
    expect([1, 2, 3, 4].map((id) => lookAt(looks, id).fill)).toEqual(['#85dc96', '#7bca8a', '#9cecaa', '#85dc96']);
    expect([1, 2, 3, 4, 5, 6].map((id) => lookAt(looks, id).mark)).toEqual([
      'none',
      'bar',
      'dot',
      'column',
      'cross',
      'none',
    ]);
  });

  it('leaves verbs without a slot, and the background, neutral', () => {
    const looks = classLooks(taxonomy({ cut: 'C' }), 'dark');
    expect(lookAt(looks, 7).fill).toBe('#8f98a3');
    expect(lookAt(looks, 0)).toMatchObject({ fill: '#8f98a3', mark: 'none' });
  });

  it('gives slots by the order of the list while the project stores none', () => {
    const looks = classLooks(taxonomy({}), 'light');
    expect(lookAt(looks, 1).fill).toBe(slotColours.light.A[0]);
    expect(lookAt(looks, 1 + 6 * 7).fill).toBe(slotColours.light.H[0]);
    expect(lookAt(looks, 1 + 6 * 8).fill).toBe('#8f98a3');
  });

  it('takes the first word for a verb where there is none, and lets a class be pinned', () => {
    const plain = [
      { id: 1, name: 'high jump' },
      { id: 2, name: 'high five' },
      { id: 3, name: 'pole vault', slot: 'G' },
    ];
    const looks = classLooks(taxonomy({}, plain), 'dark');
    expect(lookAt(looks, 1).fill).toBe(slotColours.dark.A[0]);
    expect(lookAt(looks, 2).fill).toBe(slotColours.dark.A[1]);
    expect(lookAt(looks, 3).fill).toBe(slotColours.dark.G[0]);
  });
});
