import { describe, expect, it } from 'vitest';
import { acrossLanes } from '../../../../src-main/common/domain/lane';
import { Rng } from '../../../../src-main/common/rng';

const at = (start: number, end: number, classId: number, lane?: number) => ({
  start,
  end,
  classId,
  ...(lane !== undefined && { lane }),
});
const shown = (segments: ReturnType<typeof at>[]) => segments.map((s) => `${s.classId} ${s.start}-${s.end}`);

describe('labels of all lanes as one', () => {
  it.each([
    ['segments of one lane stay, those of one class that overlap too', [at(5, 9, 1), at(0, 6, 1)], ['1 5-9', '1 0-6']],
    ['a copy in another lane is no second truth', [at(0, 6, 1), at(0, 6, 1, 2)], ['1 0-6']],
    ['what shares time in two lanes is one', [at(0, 6, 1), at(4, 9, 1, 2)], ['1 0-9']],
    ['what only touches is two', [at(0, 6, 1), at(6, 9, 1, 2)], ['1 0-6', '1 6-9']],
    ['another class is another segment', [at(0, 6, 1), at(0, 6, 2, 2)], ['1 0-6', '2 0-6']],
    ['a bridge joins both sides', [at(0, 4, 1), at(3, 8, 1, 2), at(7, 9, 1)], ['1 0-9']],
    ['a short one within is behind none that is over', [at(0, 9, 1), at(1, 2, 1, 2), at(8, 12, 1, 2)], ['1 0-12']],
    [
      'within a lane they stay two beside another lane',
      [at(0, 4, 1), at(2, 6, 1), at(9, 10, 2, 2)],
      ['1 0-4', '1 2-6', '2 9-10'],
    ],
  ])('%s', (_, segments, expected) => {
    expect(shown(acrossLanes(segments))).toEqual(expected);
  });

  it('cover the same time as all of them do, class by class', () => {
    const rng = new Rng(4, 'lanes');
    for (let round = 0; round < 200; round++) {
      const segments = Array.from({ length: 12 }, () => {
        const start = rng.below(40);
        const lane = rng.below(3);
        return at(start, start + 1 + rng.below(9), 1 + rng.below(2), lane === 0 ? undefined : lane);
      });
      const covered = (list: typeof segments) =>
        new Set(
          list.flatMap(({ start, end, classId }) =>
            Array.from({ length: end - start }, (_, k) => `${classId} ${start + k}`),
          ),
        );
      expect(covered(acrossLanes(segments))).toEqual(covered(segments));
    }
  });
});
