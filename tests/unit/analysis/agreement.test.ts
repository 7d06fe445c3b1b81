import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, type TwiceLabelledVideo } from '../../../src-main/analysis/agreement/agreement';
import { disagreements } from '../../../src-main/analysis/agreement/disagreements';
import { cohenKappa, margins } from '../../../src-main/analysis/agreement/kappa';
import { frameLabels, type LabelledFrames, seenByBoth, seenSegments } from '../../../src-main/analysis/agreement/twice';
import { confusionCells } from '../../../src-main/analysis/confusions';
import { unwatched } from '../../../src-main/common/progress';

const numbersOf = (videos: readonly TwiceLabelledVideo[], ids: readonly number[]) =>
  agreementOf(videos, ids, unwatched);

type Runs = [label: number, frames: number][];

/** Made by tests/reference/agreement.py with scikit-learn. */
const reference = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'agreement.json'), 'utf8')) as {
  videos: { mine: Runs; theirs: Runs }[];
  kappa: number;
  agreement: number;
  videoKappa: number[];
  classKappa: number[];
  draws: number[][];
  drawnKappa: number[];
};
const classIds = [0, 10, 20, 30, 40];

function segmentsOf(runs: Runs): LabelledFrames[] {
  let at = 0;
  return runs.flatMap(([classIndex, frames]) => {
    const start = at;
    at += frames;
    return classIndex === 0 ? [] : [{ id: `s${start}`, start, end: at, classIndex }];
  });
}
const framesIn = (runs: Runs) => runs.reduce((sum, [, frames]) => sum + frames, 0);
const twice = (video: string, mine: Runs, theirs: Runs): TwiceLabelledVideo => ({
  video,
  mine: segmentsOf(mine),
  theirs: segmentsOf(theirs),
  both: [{ start: 0, end: framesIn(mine) }],
  seconds: (frame) => frame / 25,
});
const referenceVideos = reference.videos.map(({ mine, theirs }, i) => twice(`v${i}`, mine, theirs));

describe('kappa', () => {
  it('is that of scikit-learn: of all frames, of each video, of each class, of drawn videos', async () => {
    const report = await numbersOf(referenceVideos, classIds);
    expect(report.kappa?.value).toBeCloseTo(reference.kappa, 8);
    expect(report.frameAgreement?.value).toBeCloseTo(100 * reference.agreement, 6);
    report.videos.forEach(({ kappa }, i) => expect(kappa).toBeCloseTo(reference.videoKappa[i]!, 8));
    for (const [i, expected] of reference.classKappa.entries()) {
      const row = report.classes.find(({ classId }) => classId === classIds[i + 1]);
      expect(row?.kappa).toBeCloseTo(expected, 8);
    }
    const frames = referenceVideos.map(({ mine, theirs, both }) => {
      const [truth, predicted] = [
        frameLabels(seenSegments(mine, both), both),
        frameLabels(seenSegments(theirs, both), both),
      ];
      return margins(confusionCells({ truth, predicted, scored: new Uint8Array(truth.length).fill(1) }));
    });
    reference.draws.forEach((draw, i) => expect(cohenKappa(frames)(draw)).toBeCloseTo(reference.drawnKappa[i]!, 8));
    const { low, high } = report.kappa!;
    expect(low).toBeLessThan(reference.kappa);
    expect(high).toBeGreaterThan(reference.kappa);
  });

  it('by hand: 6 of 10 frames alike, chance 0.5 x 0.7 + 0.5 x 0.3', async () => {
    const video = twice(
      'a',
      [
        [0, 5],
        [1, 5],
      ],
      [
        [0, 4],
        [1, 1],
        [0, 3],
        [1, 2],
      ],
    );
    const report = await numbersOf([video], classIds);
    expect(report.frameAgreement?.value).toBeCloseTo(60, 10);
    expect(report.kappa?.value).toBeCloseTo((0.6 - 0.5) / 0.5, 10);
  });

  it('is null where both give every frame one label, and 1 where they agree on several', async () => {
    expect(await numbersOf([twice('a', [[0, 9]], [[0, 9]])], classIds)).toMatchObject({
      kappa: null,
      frameAgreement: { value: 100 },
    });
    expect(
      (
        await numbersOf(
          [
            twice(
              'a',
              [
                [0, 4],
                [2, 5],
              ],
              [
                [0, 4],
                [2, 5],
              ],
            ),
          ],
          classIds,
        )
      ).kappa?.value,
    ).toBe(1);
  });
});

describe('segments', () => {
  it('are matched in both roles, which may differ', async () => {
    // Both of theirs look at my first, which the first of them takes; the other way round each of mine finds its own.
    const mine: Runs = [
      [1, 20],
      [0, 4],
      [1, 4],
      [0, 2],
    ];
    const theirs: Runs = [
      [1, 10],
      [0, 1],
      [1, 17],
      [0, 2],
    ];
    const { segmentF1 } = await numbersOf([twice('a', mine, theirs)], classIds);
    expect(segmentF1[0]).toMatchObject({ iou: 0.1, mine: { value: 50 }, theirs: { value: 100 } });
    expect(segmentF1[2]).toMatchObject({ iou: 0.5, mine: { value: 50 }, theirs: { value: 50 } });
  });

  it('are counted only where both have looked', async () => {
    const video = {
      ...twice(
        'a',
        [
          [1, 10],
          [0, 10],
          [2, 10],
        ],
        [
          [1, 10],
          [0, 20],
        ],
      ),
      both: seenByBoth([{ start: 0, end: 18 }], [{ start: 0, end: 30 }]),
    };
    const report = await numbersOf([video], classIds);
    expect(report).toMatchObject({ frames: 18, segments: { mine: 1, theirs: 1 }, frameAgreement: { value: 100 } });
    expect(disagreements(video, 0)).toEqual([]);
  });

  it('of several classes at once count all', async () => {
    const mine = [
      { id: 'a', start: 0, end: 10, classIndex: 1 },
      { id: 'b', start: 4, end: 8, classIndex: 2 },
    ];
    const video = { ...twice('a', [[0, 10]], [[0, 10]]), mine, theirs: [mine[1]!] };
    const { segmentF1, classes } = await numbersOf([video], classIds);
    expect(segmentF1[2]!.mine?.value).toBeCloseTo((200 * 1) / 3, 6);
    expect(classes.map(({ classId, segmentF1: [at] }) => [classId, at])).toEqual([
      [20, 100],
      [10, 0],
    ]);
  });
});

describe('edges', () => {
  it('have median, quartiles and shares of theirs less mine', async () => {
    const mine: Runs = [
      [0, 10],
      [1, 20],
      [0, 10],
      [2, 20],
      [0, 10],
      [1, 20],
      [0, 10],
    ];
    const theirs: Runs = [
      [0, 11],
      [1, 19],
      [0, 8],
      [2, 22],
      [0, 14],
      [1, 16],
      [0, 10],
    ];
    const { edges } = await numbersOf([twice('a', mine, theirs)], classIds);
    // Starts: 11 - 10, 38 - 40, 74 - 70; ends all alike.
    expect(edges.start).toMatchObject({
      pairs: 3,
      frames: { low: -0.5, median: 1, high: 2.5 },
      within: [
        { frames: 0, share: 0 },
        { frames: 1, share: expect.closeTo(100 / 3, 6) as number },
        { frames: 5, share: 100 },
        { frames: 25, share: 100 },
      ],
    });
    expect(edges.start?.seconds.median).toBeCloseTo(0.04, 10);
    expect(edges.end).toMatchObject({ frames: { low: 0, median: 0, high: 0 } });
  });

  it('on the border of what both have seen are no edges', async () => {
    const video = {
      ...twice(
        'a',
        [
          [0, 2],
          [1, 20],
          [0, 8],
        ],
        [
          [0, 6],
          [1, 16],
          [0, 8],
        ],
      ),
      both: [{ start: 4, end: 30 }],
    };
    expect((await numbersOf([video], classIds)).edges).toMatchObject({ start: null, end: { pairs: 1 } });
  });
});

describe('disagreements', () => {
  it('are missing in one, another class, or edges apart by more than so many frames', () => {
    const mine: Runs = [
      [1, 20],
      [0, 10],
      [2, 20],
      [0, 10],
      [3, 10],
      [0, 30],
    ];
    const theirs: Runs = [
      [1, 26],
      [0, 4],
      [4, 18],
      [0, 32],
      [1, 5],
      [0, 15],
    ];
    const found = disagreements(twice('a', mine, theirs), 5);
    expect(found.map(({ kind, span, size }) => ({ kind, span, size }))).toEqual([
      { kind: 'edges', span: { start: 0, end: 26 }, size: 6 },
      { kind: 'class', span: { start: 30, end: 50 }, size: 20 },
      { kind: 'missing there', span: { start: 60, end: 70 }, size: 10 },
      { kind: 'missing here', span: { start: 80, end: 85 }, size: 5 },
    ]);
    expect(disagreements(twice('a', mine, theirs), 6).map(({ kind }) => kind)).not.toContain('edges');
  });

  it('are none with oneself, and the same seen from the other side', () => {
    const runs = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 12 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(runs, runs, (mine, theirs) => {
        const both = [{ start: 0, end: Math.max(framesIn(mine), framesIn(theirs)) }];
        const here = { ...twice('a', mine, theirs), both };
        const there = { ...twice('a', theirs, mine), both };
        expect(disagreements({ ...here, theirs: here.mine }, 0)).toEqual([]);
        const swapped: Record<string, string> = { 'missing here': 'missing there', 'missing there': 'missing here' };
        const told = (video: TwiceLabelledVideo, turn: boolean) =>
          disagreements(video, 0)
            .map(({ kind, span }) => `${span.start}-${span.end} ${turn ? (swapped[kind] ?? kind) : kind}`)
            .sort();
        expect(told(here, false)).toEqual(told(there, true));
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('what both have looked at', () => {
  const span = fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 12 }))
    .map(([start, length]) => ({ start, end: start + length }));
  const spans = fc.array(span, { maxLength: 12 });

  it('is the frames that are in both, and labels only there, whichever spans', () => {
    fc.assert(
      fc.property(spans, spans, spans, (mine, theirs, labelled) => {
        const both = seenByBoth(mine, theirs);
        const within = (list: readonly { start: number; end: number }[], frame: number) =>
          list.some(({ start, end }) => frame >= start && frame < end);
        const frames = Array.from({ length: 80 }, (_, frame) => frame);
        const seen = frames.filter((frame) => within(mine, frame) && within(theirs, frame));
        expect(frames.filter((frame) => within(both, frame))).toEqual(seen);
        const segments = labelled.map((one, i) => ({ ...one, id: `s${i}`, classIndex: 1 + (i % 3) }));
        const least = (frame: number) =>
          Math.min(...segments.flatMap((one) => (within([one], frame) ? [one.classIndex] : [])));
        const labels = frameLabels(seenSegments(segments, both), both);
        expect([...labels]).toEqual(seen.map((frame) => (Number.isFinite(least(frame)) ? least(frame) : 0)));
      }),
    );
  });
});
