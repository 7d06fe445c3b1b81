import { averagePrecision, type ScoreTrack } from '../../analysis/metrics/averagePrecision';
import { Evaluation } from '../../analysis/metrics/evaluation';
import { readNpyRows } from '../../data/formats/npy';
import { ownSide, type Side } from './contest';
import type { Bench } from './definition';
import { type ScoredVideo, type ScoringSizes, writeScoredVideos } from './scoredVideos';

/** EPIC-KITCHENS-100 validation at 4 steps a second: 188,232 steps. */
const epicKitchens: ScoringSizes = { videos: 138, steps: 1364, classes: 2948, rate: 4 };

/** Metrics of a large data set: those of labels, and average precision of every class that occurs. */
export async function prepareEvaluation(folder: string, threads: number, sizes = epicKitchens): Promise<Bench> {
  const videos = await writeScoredVideos(folder, sizes);
  const steps = sizes.videos * sizes.steps;
  return {
    what: `metrics of ${sizes.videos} videos with ${steps.toLocaleString('en')} steps and ${sizes.classes.toLocaleString('en')} classes; labels in memory, scores in float16 on disk`,
    parts: [
      { name: 'labels', unit: 'steps', amount: steps, tolerance: 1e-9 },
      { name: 'labels of ten times the videos', unit: 'steps', amount: 10 * steps, tolerance: 1e-9 },
      { name: 'average precision', unit: 'steps', amount: steps, tolerance: 1e-9, long: true },
    ],
    peers: [
      {
        name: 'NumPy without loops over steps, and scikit-learn',
        script: 'evaluate.py',
        task: { folder, threads, classes: sizes.classes, rate: sizes.rate, scores: videos.map(({ scores }) => scores) },
        // The design's target for labels is against the official Python metrics, which loop over steps.
        targets: { 'average precision': 5 },
      },
    ],
    open: async () => openEvaluation(videos, sizes),
  };
}

function openEvaluation(videos: readonly ScoredVideo[], { classes, rate, steps }: ScoringSizes): Side {
  const reviewed = new Uint8Array(steps).fill(1);
  const actions = new Uint8Array(classes).fill(1).fill(0, 0, 1);
  const tracks = videos.map(
    ({ spans, scores }): ScoreTrack => ({
      spans,
      scored: reviewed,
      readRows: async (from, to) => (await readNpyRows(scores, from, to)).data as Uint16Array,
    }),
  );
  const labelsOf = (times: number) => {
    const evaluation = new Evaluation(actions, rate);
    for (let time = 0; time < times; time++) {
      for (const { truth, predicted } of videos) evaluation.add(truth, predicted, reviewed);
    }
    return labelValues(evaluation);
  };
  const chosen = Array.from({ length: classes - 1 }, (_, index) => index + 1);
  return ownSide({
    labels: async () => labelsOf(1),
    'labels of ten times the videos': async () => labelsOf(10),
    'average precision': async () =>
      [...(await averagePrecision(tracks, classes, chosen))].filter((value) => value >= 0),
  });
}

/** The numbers of a report in the order of `evaluate.py`; 0/0 is -1. */
function labelValues(evaluation: Evaluation): number[] {
  const report = evaluation.report(false);
  return [
    report.frameAccuracy,
    report.backgroundPrecision,
    report.backgroundRecall,
    report.foregroundPrecision,
    report.foregroundRecall,
    report.foregroundF1,
    ...Object.values(report.classMeans),
    ...Object.values(report.actionMeans),
    ...report.segmentF1.flatMap(({ micro, macro }) => [micro, macro]),
    ...report.pointF1.flatMap(({ start, middle }) => [start, middle]),
  ].map((value) => value ?? -1);
}
