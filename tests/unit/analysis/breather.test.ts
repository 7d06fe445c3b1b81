import { describe, expect, it } from 'vitest';
import { breather } from '../../../src-main/analysis/breather';
import { Cancelled } from '../../../src-main/common/errors';

/** Computes for this long. */
function compute(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('computations side by side', () => {
  it('let others have their turn after each part that is long', async () => {
    const breathe = breather({ aborted: false });
    const done: string[] = [];
    let isOver = false;
    const other = () => {
      done.push('other');
      if (!isOver) setImmediate(other);
    };
    setImmediate(other);
    const work = async (name: string) => {
      for (let part = 0; part < 3; part++) {
        compute(12);
        done.push(name);
        await breathe();
      }
    };
    await Promise.all(['a', 'b', 'c'].map(work));
    isOver = true;
    // All begin before the first of them waits.
    expect(done.slice(0, 3)).toEqual(['a', 'b', 'c']);
    const parts = done
      .slice(3)
      .join(' ')
      .split(/(?:other ?)+/);
    expect(parts.map((part) => part.trim()).filter(Boolean)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('all end when they are given up', async () => {
    const signal = { aborted: false };
    const breathe = breather(signal);
    const parts: string[] = [];
    const work = async (name: string) => {
      for (;;) {
        compute(12);
        parts.push(name);
        if (parts.length === 5) signal.aborted = true;
        await breathe();
      }
    };
    const outcomes = await Promise.allSettled(['a', 'b'].map(work));
    for (const one of outcomes) expect(one.status === 'rejected' && one.reason).toBeInstanceOf(Cancelled);
    expect(parts.length).toBeLessThan(8);
  });
});
