import { describe, expect, it } from 'vitest';
import { fewAtOnce } from '../../../../src-main/data/project/fewAtOnce';

const numbers = Array.from({ length: 50 }, (_, i) => i);
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work on many, a few at a time', () => {
  it('gives what came of each in order, never more than a few under way', async () => {
    let [underWay, most] = [0, 0];
    const squares = await fewAtOnce(numbers, async (n) => {
      most = Math.max(most, ++underWay);
      for (let turns = 0; turns <= n % 3; turns++) await turn();
      underWay--;
      return n * n;
    });
    expect(squares).toEqual(numbers.map((n) => n * n));
    expect([most > 1, most < 10]).toEqual([true, true]);
  });

  it('fails with what failed first', async () => {
    const work = fewAtOnce(numbers, async (n) => {
      await turn();
      if (n === 7) throw new Error('seven');
    });
    await expect(work).rejects.toThrow('seven');
  });
});
