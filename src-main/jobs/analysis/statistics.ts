import { comparePaired, type ScoreKind, scoreInterval, videoDraws } from '../../analysis/bootstrap';
import { clipVideoScores, type ScoreGround, stepVideoScores, type VideoScores } from '../../analysis/videoScores';
import {
  type RunScore,
  type RunScoreName,
  type RunStatistics,
  type ScoreComparison,
  type ScoreInterval,
  runScoreNames,
  runScores,
  type StatisticsReport,
} from '../../common/domain/statistics';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { type Comparable, type ComparedRun, readComparable } from './comparable';
import { meanPrecisionOf } from './meanPrecision';

export interface StatisticsRequest {
  runs: readonly string[];
  split: string;
  /** The run that the others are compared with, over the videos of both. */
  baseline: string | null;
}

/** Scores with intervals of each run over its own videos, and differences from a baseline. */
export async function statisticsReport(store: ProjectStore, request: StatisticsRequest): Promise<StatisticsReport> {
  const report: StatisticsReport = { runs: [], unscored: [] };
  for (const run of request.runs) {
    try {
      report.runs.push(await runStatistics(store, run, request));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      report.unscored.push({ run, message: error.message });
    }
  }
  return report;
}

async function runStatistics(
  store: ProjectStore,
  run: string,
  { split, baseline }: StatisticsRequest,
): Promise<RunStatistics> {
  const alone = await readComparable(store, [run], split);
  const draws = videoDraws(alone.videos.length);
  const scores = await scoresOf(alone, alone.runs[0]!);
  return {
    ...comparedOn(alone),
    run,
    scores: byScore((name) => {
      const score = scores[name];
      return score ? scoreInterval(score, draws, kindOf(name)) : null;
    }),
    ...(baseline === null || baseline === run ? { difference: null } : await differenceOf(store, baseline, run, split)),
  };
}

async function differenceOf(
  store: ProjectStore,
  baseline: string,
  run: string,
  split: string,
): Promise<Pick<RunStatistics, 'difference' | 'incomparable'>> {
  const both = await readComparable(store, [baseline, run], split).catch((error: unknown) => {
    if (error instanceof UserError) return error.message;
    throw error;
  });
  if (typeof both === 'string') return { difference: null, incomparable: both };
  const draws = videoDraws(both.videos.length);
  const [first, second] = await Promise.all(both.runs.map((one) => scoresOf(both, one)));
  const scores = byScore<ScoreComparison | null>((name) => {
    const [one, other] = [first![name], second![name]];
    return one && other ? comparePaired(one, other, draws, kindOf(name)) : null;
  });
  return { difference: { ...comparedOn(both), baseline, scores } };
}

const comparedOn = ({ split, videos, notes }: Comparable) => ({ split, videos, notes });

async function scoresOf(comparable: Comparable, run: ComparedRun): Promise<VideoScores> {
  const ground = groundOf(comparable, run);
  if (comparable.task !== 'online detection') return clipVideoScores(run.videos, ground);
  const meanAveragePrecision = await meanPrecisionOf(comparable, run);
  return { ...stepVideoScores(run.videos, ground), ...(meanAveragePrecision && { meanAveragePrecision }) };
}

/** What scores of a run are counted on. */
export function groundOf({ actions, classes }: Comparable, { run }: ComparedRun): ScoreGround {
  return { actions, background: classes.findIndex((entry) => entry.background), rate: run.rate };
}

function byScore<T extends ScoreInterval | null>(of: (name: RunScoreName) => T): Record<RunScoreName, T> {
  return Object.fromEntries(runScoreNames.map((name) => [name, of(name)])) as Record<RunScoreName, T>;
}

/** Resampled entropies are too small; see `diversityIntervals`. */
function kindOf(name: RunScoreName): ScoreKind {
  const score: RunScore = runScores[name];
  return { lowerIsBetter: score.lowerIsBetter === true, centred: name === 'diversity' };
}
