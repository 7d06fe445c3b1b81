import { describe, expect, it } from 'vitest';
import type { ActionClass, Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { classLooks, contrast, linearRgb, lookOf, slotColours, slots } from '../../../../src-renderer/ui/classColours';

type Triple = [number, number, number];
type Matrix = [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const vision: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const apply = (m: Matrix, v: Triple): Triple => m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Triple;

/** CIE L*a*b* (D65) of linear RGB, clipped to what a screen can show. */
function lab(rgb: Triple): Triple {
  const clipped = rgb.map((value) => Math.min(1, Math.max(0, value))) as Triple;
  const xyz = apply(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    clipped,
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29);
  const [x, y, z] = [f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000 after Sharma, Wu and Dalal 2005. */
function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const degrees = (radians: number) => ((radians * 180) / Math.PI + 360) % 360;
  const radians = (angle: number) => (angle * Math.PI) / 180;
  const cMean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(cMean ** 7 / (cMean ** 7 + 25 ** 7)));
  const [x1, x2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(x1, b1), Math.hypot(x2, b2)];
  const [h1, h2] = [degrees(Math.atan2(b1, x1)), degrees(Math.atan2(b2, x2))];
  const turn = h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn) / 2);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = Math.abs(h1 - h2) > 180 ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2 : (h1 + h2) / 2;
  const t =
    1 -
    0.17 * Math.cos(radians(h - 30)) +
    0.24 * Math.cos(radians(2 * h)) +
    0.32 * Math.cos(radians(3 * h + 6)) -
    0.2 * Math.cos(radians(4 * h - 63));
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rt = -Math.sin(radians(60 * Math.exp(-(((h - 275) / 25) ** 2)))) * 2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  return Math.sqrt(((l2 - l1) / sl) ** 2 + ((c2 - c1) / sc) ** 2 + (dH / sh) ** 2 + rt * ((c2 - c1) / sc) * (dH / sh));
}

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
    const seen = tints.map(({ slot, colour }) => ({ slot, at: lab(apply(vision[kind] as Matrix, linearRgb(colour))) }));
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
