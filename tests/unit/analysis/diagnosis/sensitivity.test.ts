import { describe, expect, it } from 'vitest';
import { intervalOf, videoDraws } from '../../../../src-main/analysis/bootstrap';
import { sensitivity, type TruthFacts } from '../../../../src-main/analysis/diagnosis/sensitivity';
import { verdicts } from '../../../../src-main/common/domain/diagnosis';
import { Rng } from '../../../../src-main/common/rng';

const [correct, missed] = [verdicts.indexOf('correct'), verdicts.indexOf('missed')];
const fact = (own: Partial<TruthFacts>): TruthFacts => ({
  video: 0,
  classId: 1,
  verdict: correct,
  seconds: 1,
  position: 0.5,
  trainingSegments: 5,
  instances: 1,
  filmed: 'p',
  ...own,
});

describe('the interval of a share', () => {
  it('is over the draws of the videos, by hand', () => {
    // Of the first video 1 of 1 is found, of the second 1 of 3: 100 %, 2 of 4 together, 33.3 %.
    const facts = [
      fact({ video: 0 }),
      fact({ video: 1 }),
      fact({ video: 1, verdict: missed }),
      fact({ video: 1, verdict: missed }),
    ];
    const draws = [Uint16Array.of(2, 0), Uint16Array.of(1, 1), Uint16Array.of(0, 2)];
    const [group, ...others] = sensitivity(facts, 'participant', draws).at(-1)?.groups ?? [];
    expect(others).toEqual([]);
    expect(group).toMatchObject({ name: 'p', truths: 4, videos: 2 });
    const share = group?.shares[correct];
    expect(share?.value).toBe(50);
    // At 0.025 and 0.975 of two steps from the least to the greatest.
    expect(share?.low).toBeCloseTo(100 / 3 + 0.05 * (50 - 100 / 3), 10);
    expect(share?.high).toBeCloseTo(50 + 0.95 * 50, 10);
  });

  it('is not told of one video, which says the same however often it is drawn', () => {
    const facts = [fact({ video: 0, filmed: 'a' }), fact({ video: 1, filmed: 'b', verdict: missed })];
    const [one] = sensitivity(facts, 'video', videoDraws(2)).at(-1)?.groups ?? [];
    expect(one).toMatchObject({ name: 'a', truths: 1, videos: 1 });
    expect(one?.shares).toEqual(verdicts.map(() => null));
  });

  it('is that of the truths of the drawn videos, each counted as often as its video is drawn', () => {
    for (let seed = 0; seed < 50; seed++) {
      const rng = new Rng(seed, 'facts');
      const videos = 2 + rng.below(12);
      const facts = Array.from({ length: 1 + rng.below(60) }, () =>
        fact({ video: rng.below(videos), verdict: rng.below(verdicts.length), position: rng.below(100) / 100 }),
      );
      const draws = videoDraws(videos, 25);
      const groups = sensitivity(facts, 'video', draws)[1]?.groups ?? [];
      const fifths = [0, 1, 2, 3, 4].map((fifth) => facts.filter((one) => Math.floor(5 * one.position) === fifth));
      const expected = fifths.filter((own) => own.length > 0);
      expect(
        groups.map(({ truths }) => truths),
        `seed ${seed}`,
      ).toEqual(expected.map(({ length }) => length));
      groups.forEach((group, g) => {
        const own = expected[g] ?? [];
        const share = (verdict: number, of: readonly TruthFacts[]) =>
          (100 * of.filter((one) => one.verdict === verdict).length) / of.length;
        const drawn = draws.map((weights) =>
          own.flatMap((one) => Array.from({ length: weights[one.video] ?? 0 }, () => one)),
        );
        expect(group.videos).toBe(new Set(own.map(({ video }) => video)).size);
        group.shares.forEach((interval, verdict) => {
          const literal = intervalOf(
            share(verdict, own),
            drawn.map((some) => share(verdict, some)),
          );
          expect(interval, `seed ${seed}, ${group.name}, ${verdicts[verdict]}`).toEqual(
            group.videos === 1 ? null : literal,
          );
        });
      });
    }
  });
});
