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
import { type Comparable, comparedOn, type ComparedRun, readComparable } from './comparable';
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
  const scoresOf = knownScores();
  for (const run of request.runs) {
    try {
      report.runs.push(await runStatistics(store, run, request, scoresOf));
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
  scoresOf: ScoresOf,
): Promise<RunStatistics> {
  const alone = await readComparable(store, [run], split);
  const draws = videoDraws(alone.videos.length);
  const scores = await scoresOf(alone, alone.runs[0]!);
  return {
    ...comparedOn(alone),
    run,
    scores: byScore((name) => {
      const score = scores[name];
      return score ? scoreInterval(score, drawsFor(name, draws), kindOf(name)) : null;
    }),
    ...(baseline === null || baseline === run
      ? { difference: null }
      : await differenceOf(store, baseline, run, split, scoresOf)),
  };
}

async function differenceOf(
  store: ProjectStore,
  baseline: string,
  run: string,
  split: string,
  scoresOf: ScoresOf,
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
    return one && other ? comparePaired(one, other, drawsFor(name, draws), kindOf(name)) : null;
  });
  return { difference: { ...comparedOn(both), baseline, scores } };
}

type ScoresOf = (comparable: Comparable, run: ComparedRun) => Promise<VideoScores>;

/** Runs that share all are counted once, and not again for each comparison. */
function knownScores(): ScoresOf {
  const known = new Map<string, Promise<VideoScores>>();
  return (comparable, run) => {
    const { videos, classes, apart } = comparable;
    const left = classes.filter((_, index) => apart[index]).map(({ id }) => id);
    const key = JSON.stringify([run.run.id, videos, left]);
    const scores = known.get(key) ?? countScores(comparable, run);
    known.set(key, scores);
    return scores;
  };
}

async function countScores(comparable: Comparable, run: ComparedRun): Promise<VideoScores> {
  const ground = groundOf(comparable, run);
  if (comparable.task !== 'online detection') return clipVideoScores(run.videos, ground);
  const meanAveragePrecision = await meanPrecisionOf(comparable, run);
  return { ...stepVideoScores(run.videos, ground), ...(meanAveragePrecision && { meanAveragePrecision }) };
}

/** What scores of a run are counted on. */
export function groundOf({ actions, apart, classes }: Comparable, { run }: ComparedRun): ScoreGround {
  const shared = actions.map((action, index) => (apart[index] ? 0 : action));
  return { actions, shared, background: classes.findIndex((entry) => entry.background), rate: run.rate };
}

function byScore<T extends ScoreInterval | null>(of: (name: RunScoreName) => T): Record<RunScoreName, T> {
  return Object.fromEntries(runScoreNames.map((name) => [name, of(name)])) as Record<RunScoreName, T>;
}

/** Average precision is counted over millions of ranks, so that a draw of it takes long. */
const drawsFor = (name: RunScoreName, draws: readonly Uint16Array[]): readonly Uint16Array[] =>
  name === 'meanAveragePrecision' ? draws.slice(0, 200) : draws;

function kindOf(name: RunScoreName): ScoreKind {
  const { lowerIsBetter = false, centred = false }: RunScore = runScores[name];
  return { lowerIsBetter, centred, range: [0, name === 'diversity' ? Infinity : 100] };
}
