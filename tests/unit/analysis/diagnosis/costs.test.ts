import { describe, expect, it } from 'vitest';
import { everyVideoOnce, intervalOf, videoDraws } from '../../../../src-main/analysis/bootstrap';
import { ErrorCosts } from '../../../../src-main/analysis/diagnosis/costs';
import { diagnose } from '../../../../src-main/analysis/diagnosis/events';
import type { SegmentList } from '../../../../src-main/analysis/metrics/segmentList';
import { DiagnosisThresholds, errorKinds } from '../../../../src-main/common/domain/diagnosis';
import { actions, segments, tracks } from '../../../builders/tracks';

const thresholds = DiagnosisThresholds.parse({});
const once = [everyVideoOnce(1)];
const values = (intervals: readonly ({ value: number } | null)[]) => intervals.map((one) => one?.value);

function costsOf(videos: readonly [SegmentList, SegmentList][]): ErrorCosts {
  const costs = new ErrorCosts(actions);
  for (const [truth, prediction] of videos) costs.add(truth, prediction, diagnose(truth, prediction, thresholds));
  return costs;
}

describe('what a kind costs', () => {
  it('is what segment F1 gains when it alone is set right', () => {
    const [truth, prediction] = [segments('aaaa.bbbb.cccc.....'), segments('aaaa.cccc......aa..')];
    const costs = new ErrorCosts(actions);
    costs.add(truth, prediction, diagnose(truth, prediction, thresholds));
    // 1 of 3 and 3: 33.3; confused right: 2 of 3 and 3; invented gone: 1 of 2 and 3; missed there: 2 of 4 and 3.
    expect(costs.scores(once)[0]?.value).toBeCloseTo(100 / 3, 10);
    expect(costs.costs('confused', once)[0]?.value).toBeCloseTo(200 / 3 - 100 / 3, 10);
    expect(costs.costs('invented', once)[0]?.value).toBeCloseTo(40 - 100 / 3, 10);
    expect(costs.costs('missed', once)[0]?.value).toBeCloseTo(400 / 7 - 100 / 3, 10);
    expect(values(costs.costs('merged', once))).toEqual([0, 0, 0]);
  });

  it('is nothing at IoU 0.1 for boundaries, which are hits there', () => {
    const [truth, prediction] = [segments('aaaa....'), segments('...a....')];
    const costs = new ErrorCosts(actions);
    costs.add(truth, prediction, diagnose(truth, prediction, thresholds));
    expect(values(costs.costs('boundary', once))).toEqual([0, 0, 100]);
  });
});

describe('the interval of a cost', () => {
  it('is over the draws of the videos, by hand', () => {
    // One video is right, of the other its truth is missed. F1 of the first alone 100, of both 2 / 3, of the second 0;
    // with the missed one right 100 each time: it costs 0, 33.3 and 100.
    const costs = costsOf([
      [segments('aaaa....'), segments('aaaa....')],
      [segments('bbbb....'), segments('........')],
    ]);
    const draws = [Uint16Array.of(2, 0), Uint16Array.of(1, 1), Uint16Array.of(0, 2)];
    const [cost] = costs.costs('missed', draws);
    expect(cost?.value).toBeCloseTo(100 / 3, 10);
    // At 0.025 and 0.975 of two steps from the least to the greatest.
    expect(cost?.low).toBeCloseTo(0.05 * (100 / 3), 10);
    expect(cost?.high).toBeCloseTo(100 / 3 + 0.95 * (200 / 3), 10);
    const [score] = costs.scores(draws);
    expect(score?.value).toBeCloseTo(200 / 3, 10);
    expect(score?.low).toBeCloseTo(0.05 * (200 / 3), 10);
    expect(score?.high).toBeCloseTo(200 / 3 + 0.95 * (100 / 3), 10);
  });

  it('is null where no video has a segment', () => {
    const empty = costsOf([[segments('....'), segments('....')]]);
    expect(empty.costs('missed', videoDraws(1))).toEqual([null, null, null]);
  });

  it('is that of the drawn videos, each counted as often as it is drawn', () => {
    for (let seed = 0; seed < 20; seed++) {
      const videos = Array.from({ length: 2 + (seed % 5) }, (_, video) => tracks(100 * seed + video));
      const draws = videoDraws(videos.length, 15);
      const drawn = draws.map((weights) =>
        costsOf(videos.flatMap((video, i) => Array.from({ length: weights[i] as number }, () => video))),
      );
      const costs = costsOf(videos);
      for (const kind of errorKinds) {
        costs.costs(kind, draws).forEach((cost, t) => {
          const of = (own: ErrorCosts) => own.costs(kind, [everyVideoOnce(videos.length)])[t]?.value ?? Number.NaN;
          expect(cost, `seed ${seed}, ${kind}`).toEqual(intervalOf(of(costs), drawn.map(of)));
        });
      }
    }
  });
});
