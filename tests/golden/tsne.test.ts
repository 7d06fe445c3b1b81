import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkLayout } from '../../src-main/analysis/embedding/checks';
import { alone } from '../../src-main/analysis/embedding/crew';
import type { Rows } from '../../src-main/analysis/embedding/nearest';
import { neighboursOf, ownNeighbours } from '../../src-main/analysis/embedding/neighbours';
import { placed } from '../../src-main/analysis/embedding/place';
import { principalComponents, projected } from '../../src-main/analysis/embedding/principalComponents';
import { neighbourCount, Tsne } from '../../src-main/analysis/embedding/tsne';
import { readNpy } from '../../src-main/data/formats/npy';

/** Lowest, middle and highest of three seeds. */
type Spread = Record<'divergence' | 'trustworthiness' | 'neighboursKept' | 'sameClass', [number, number, number]>;

/** Made by tests/reference/tsne.py with openTSNE and scikit-learn. */
const reference = JSON.parse(readFileSync(fileURLToPath(new URL('./data/tsne.json', import.meta.url)), 'utf8')) as {
  points: number;
  fresh: number;
  perplexity: number;
  openTSNE: Spread;
  scikitLearn: Spread;
  placement: number;
};

async function digits(): Promise<{ states: Rows; classes: Int32Array }> {
  const { data, shape } = await readNpy(fileURLToPath(new URL('./data/digits.npy', import.meta.url)));
  const [count = 0, width = 0] = shape;
  const pixels = Float32Array.from(data as Uint8Array);
  return {
    states: { values: pixels.filter((_, at) => at % width < width - 1), count, dim: width - 1 },
    classes: Int32Array.from(pixels.filter((_, at) => at % width === width - 1)),
  };
}

/** The map as `gadw embed` makes it, but on all columns, as the reference. */
function mapOf(states: Rows): { positions: Float64Array; divergence: number } {
  const components = projected(states, principalComponents(states, 2, 0)).values;
  const neighbours = ownNeighbours(states, neighbourCount(states.count, reference.perplexity), alone);
  const tsne = new Tsne(neighbours, reference.perplexity, Float64Array.from(components), alone);
  while (tsne.iteration < tsne.iterations) tsne.advance();
  return { positions: Float64Array.from(tsne.positions), divergence: tsne.divergence() };
}

describe('a map of handwritten digits beside those of openTSNE and scikit-learn', async () => {
  const { states, classes } = await digits();
  const { positions, divergence } = mapOf(states);
  const checks = checkLayout(states, positions, classes, alone);

  it('diverges within 2 % of openTSNE from the same affinities, and not more than scikit-learn', () => {
    const [, middle] = reference.openTSNE.divergence;
    expect(Math.abs(divergence / middle - 1)).toBeLessThan(0.02);
    expect(divergence).toBeLessThan(1.02 * reference.scikitLearn.divergence[1]);
  });

  it('is as trustworthy, and keeps as many neighbours', () => {
    for (const key of ['trustworthiness', 'neighboursKept', 'sameClass'] as const) {
      const [low, , high] = reference.openTSNE[key];
      expect(checks?.[key]).toBeGreaterThan(low - 0.02);
      expect(checks?.[key]).toBeLessThan(high + 0.02);
    }
  });

  it('takes new digits beside their like, as openTSNE’s transform does', () => {
    const old = reference.points - reference.fresh;
    const part = (from: number, to: number): Rows => ({
      values: states.values.slice(from * states.dim, to * states.dim),
      count: to - from,
      dim: states.dim,
    });
    const [known, fresh] = [part(0, old), part(old, reference.points)];
    const map = mapOf(known).positions;
    const flat = (values: Float64Array): Rows => ({
      values: Float32Array.from(values),
      count: values.length / 2,
      dim: 2,
    });
    const { indices } = neighboursOf(flat(placed(fresh, known, map, alone)), flat(map), 10, alone);
    const same = indices.filter((other, e) => classes[other] === classes[old + Math.floor(e / 10)]).length;
    expect(Math.abs(same / indices.length - reference.placement)).toBeLessThan(0.03);
  });
});
