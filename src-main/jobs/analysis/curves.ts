import { videoDraws } from '../../analysis/bootstrap';
import { calibration, CalibrationCounts } from '../../analysis/calibration';
import { ScoreCounts } from '../../analysis/precisionRecall';
import { earlyDetection, thresholdCurves } from '../../analysis/scoreCurves';
import type { RunCurves } from '../../common/domain/statistics';
import type { RunClass } from '../../common/domain/run';
import { fromFloat16 } from '../../common/float16';
import { UserError } from '../../common/errors';
import { readNpyHeader, readNpyRows } from '../../data/formats/npy';
import type { ProjectStore } from '../../data/project/store';
import { foldScores } from '../classesToday';
import { type Comparable, comparedOn, type ComparedRun, type ComparedVideo, readComparable } from './comparable';
import { groundOf } from './statistics';

/** Curves of one run: by threshold and tolerance, by the part of an action seen, and of its probabilities. */
export async function runCurves(store: ProjectStore, request: { run: string; split: string }): Promise<RunCurves> {
  const comparable = await readComparable(store, [request.run], request.split);
  const run = comparable.runs[0]!;
  const ground = groundOf(comparable, run);
  const draws = videoDraws(comparable.videos.length);
  return {
    ...comparedOn(comparable),
    run: request.run,
    ...(comparable.task === 'online detection'
      ? { ...thresholdCurves(run.videos, ground, draws), early: earlyDetection(run.videos, ground, draws) }
      : { overlap: [], starts: [], early: { at: [], until: [] } }),
    ...(await probabilityCurves(comparable, run, draws)),
  };
}

/** Null where a video has no scores. */
async function probabilityCurves(
  comparable: Comparable,
  run: ComparedRun,
  draws: readonly Uint16Array[],
): Promise<Pick<RunCurves, 'calibration' | 'precisionRecall'>> {
  const counts = new ScoreCounts();
  const bins: CalibrationCounts[] = [];
  for (const video of run.videos) {
    const own = new CalibrationCounts();
    if (!(await countScores(video, run.run.classes, comparable.actions, own, counts))) {
      return { calibration: null, precisionRecall: null };
    }
    bins.push(own);
  }
  const { points, averagePrecision } = counts.curve();
  return {
    calibration: calibration(bins, draws),
    precisionRecall: {
      points: points.map(([recall, precision]) => [100 * recall, 100 * precision]),
      averagePrecision: Number.isNaN(averagePrecision) ? null : 100 * averagePrecision,
    },
  };
}

/** Bytes of scores that are held at a time. */
const blockBytes = 16 * 2 ** 20;

/** @param classes of the run, which are the first of all where it is alone @returns false where there are none */
async function countScores(
  { paths, truth, predicted, scored }: ComparedVideo,
  classes: readonly RunClass[],
  actions: Uint8Array,
  own: CalibrationCounts,
  counts: ScoreCounts,
): Promise<boolean> {
  const header = await readNpyHeader(paths.scores).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'npy-missing') return null;
    throw error;
  });
  if (header?.dtype !== 'float16' || header.shape[1] !== classes.length) return false;
  const rows = Math.max(1, Math.floor(blockBytes / (2 * classes.length)));
  for (let from = 0; from < truth.length; from += rows) {
    const to = Math.min(from + rows, truth.length);
    const block = foldScores(classes, (await readNpyRows(paths.scores, from, to)).data as Uint16Array);
    for (let k = from; k < to; k++) {
      if (!scored[k]) continue;
      const row = block.subarray((k - from) * classes.length, (k + 1 - from) * classes.length);
      const label = predicted[k]!;
      if (label < classes.length) {
        const [score] = fromFloat16(row.subarray(label, label + 1));
        own.add(Math.exp(score!), predicted[k] === truth[k]);
      }
      row.forEach((score, classIndex) => {
        if (actions[classIndex]) counts.add(score, classIndex === truth[k]);
      });
    }
  }
  return true;
}
