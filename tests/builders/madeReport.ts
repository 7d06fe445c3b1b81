import type { Report } from '../../src-main/common/domain/report';

/** A report whose segment F1 is the score, in percent, and whose other numbers lie near it. */
export function madeReport(run: string, split: string, score: number, scored: boolean): Report {
  const counts = { truePositive: 90, falsePositive: 14, falseNegative: 12 };
  return {
    version: 1,
    run,
    split,
    official: false,
    videos: 10,
    steps: 2174,
    frameAccuracy: score - 4.2,
    foregroundPrecision: score - 2,
    foregroundRecall: score - 3,
    backgroundPrecision: 71.2,
    backgroundRecall: 68.4,
    foregroundF1: score - 2.5,
    classMeans: { precision: score - 5, recall: score - 6, f1: score - 5.5 },
    actionMeans: { precision: score - 4, recall: score - 5, f1: score - 4.5 },
    segmentF1: [0.1, 0.25, 0.5].map((iou, i) => ({ iou, micro: score - 6 * i, macro: score - 2 - 6 * i, counts })),
    videoCounts: [],
    pointF1: [1, 2].map((seconds, i) => ({
      seconds,
      start: score - 5.5 + 4 * i,
      middle: score - 3 + 3 * i,
      startCounts: counts,
      middleCounts: counts,
    })),
    meanAveragePrecision: scored ? score - 8.3 : null,
    averagePrecision: [],
    clips: 0,
    topOne: null,
    topOneClassMean: null,
    stepsPerSecond: scored ? 600 + score : 197,
  };
}
