import { describe, expect, it } from 'vitest';
import { Rng } from '../../../../src-main/common/rng';
import { fitted, panned, toMapX, toMapY, toPixelX, toPixelY, zoomedAt } from '../../../../src-renderer/maps/camera';
import { mediansOf, movedNames, placeNames } from '../../../../src-renderer/maps/namePlaces';
import { PointIndex } from '../../../../src-renderer/maps/pointIndex';

const rng = new Rng(5);
const positions = Float32Array.from({ length: 1000 }, () => 10 * rng.normal());
const size = { width: 500, height: 300 };

describe('the camera', () => {
  it('shows all points, keeps the place under the pointer when it zooms, and moves with a drag', () => {
    const whole = fitted(positions, size);
    for (let i = 0; i < positions.length; i += 2) {
      const [x, y] = [toPixelX(whole, size, positions[i]!), toPixelY(whole, size, positions[i + 1]!)];
      expect(x >= 0 && x <= 500 && y >= 0 && y <= 300).toBe(true);
    }
    const near = zoomedAt(whole, size, 120, 40, 3);
    expect(near.scale).toBeCloseTo(3 * whole.scale);
    expect(toMapX(near, size, 120)).toBeCloseTo(toMapX(whole, size, 120));
    expect(toMapY(near, size, 40)).toBeCloseTo(toMapY(whole, size, 40));
    expect(toPixelX(panned(near, 30, 20), size, 1)).toBeCloseTo(toPixelX(near, size, 1) + 30);
    expect(toPixelY(panned(near, 30, 20), size, 1)).toBeCloseTo(toPixelY(near, size, 1) + 20);
  });
});

describe('points by place', () => {
  const index = new PointIndex(positions);
  const points = Array.from({ length: 500 }, (_, i) => i);

  it('finds the nearest that counts within reach', () => {
    const distance = (i: number) => Math.hypot(positions[2 * i]! - 3, positions[2 * i + 1]! + 2);
    const even = points.filter((i) => i % 2 === 0).sort((a, b) => distance(a) - distance(b))[0] as number;
    expect(index.nearest(3, -2, 20, (i) => i % 2 === 0)).toBe(even);
    expect(index.nearest(1000, 1000, 20, () => true)).toBeNull();
  });

  it('finds those in a lasso, whichever way it was drawn', () => {
    const inside = points.filter((i) => Math.abs(positions[2 * i]!) + Math.abs(positions[2 * i + 1]!) < 8);
    expect(index.within([8, 0, 0, 8, -8, 0, 0, -8])).toEqual(inside);
    expect(index.within([0, -8, -8, 0, 0, 8, 8, 0])).toEqual(inside);
  });
});

describe('names', () => {
  const measure = (text: string) => 6 * text.length;

  it('stand at the median of their points', () => {
    const named = mediansOf(Float32Array.from([0, 0, 2, 5, 100, 7, 9, 9]), ['cut', 'cut', 'cut', null]);
    expect(named).toEqual([{ name: 'cut', points: 3, median: { x: 2, y: 5 } }]);
  });

  it('are moved apart, the largest first, and left out where they do not fit', () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ name: `name ${i}`, points: 60 - i, median: { x: 0, y: 0 } }));
    const placed = placeNames(many, { x: 0, y: 0, scale: 1 }, size, measure);
    expect(placed[0]).toEqual({ name: 'name 0', median: { x: 0, y: 0 }, x: 250, y: 150 });
    expect(placed.length).toBeGreaterThan(3);
    expect(placed.length).toBeLessThan(60);
    const [moved] = movedNames(placed, { x: 0, y: 0, scale: 1 }, { x: 10, y: -5, scale: 2 }, size);
    expect(moved).toMatchObject({ x: 230, y: 140 });
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) {
        const apart = Math.abs(a.x - b.x) > (measure(a.name) + measure(b.name)) / 2 || Math.abs(a.y - b.y) > 15;
        expect(apart).toBe(true);
      }
    }
  });
});
