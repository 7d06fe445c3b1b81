import { isThin } from '../../common/domain/evidence';
import type { Report } from '../../common/domain/report';
import type { Run } from '../../common/domain/run';
import { type RunScoreName, type RunStatistics, runScores, type ScoreInterval } from '../../common/domain/statistics';
import { numberText } from '../../common/figures/axis';
import { escaped } from '../../figures/svg';
import { htmlTable } from './reportPage';

export interface Evaluated {
  run: Run;
  report: Report;
}

/** Of these a page shows what its runs have. */
const shown = [
  'segmentF1',
  'pointF1',
  'frameAccuracy',
  'meanAveragePrecision',
  'topOne',
  'topOneClassMean',
  'diversity',
] as const satisfies readonly RunScoreName[];

/** Scores of every run with intervals, then paired differences to the first over the videos that both have. */
export function scoreTables(compared: readonly Evaluated[], statistics: readonly RunStatistics[]): string {
  const own = new Map(statistics.map((one) => [one.run, one]));
  const names = shown.filter((name) => statistics.some(({ scores }) => scores[name]));
  const titles = names.map((name) => runScores[name].title);
  const cells = (scores: RunStatistics['scores'] | undefined, text: typeof intervalText) =>
    names.map((name) => text(scores?.[name], runScores[name].digits));
  const first = compared[0]?.run.name ?? '';
  const others = compared.slice(1);
  const notes = statistics.flatMap(({ notes, difference, incomparable }) => [
    ...notes,
    ...(difference?.notes ?? []),
    ...(incomparable ? [incomparable] : []),
  ]);
  const thin = statistics.some(({ videos }) => isThin(videos.length));
  const thinner = statistics.some(({ difference }) => difference !== null && isThin(difference.videos.length));
  return [
    htmlTable(
      ['Run', ...titles, 'Steps/s'],
      compared.map(({ run, report }) => [
        run.name,
        ...cells(own.get(run.id)?.scores, intervalText),
        report.stepsPerSecond === null ? '—' : numberText(report.stepsPerSecond, 0),
      ]),
      thin,
    ),
    ...(others.length === 0
      ? []
      : [
          htmlTable(
            [`Less ${first}`, ...titles],
            others.map(({ run }) => [run.name, ...cells(own.get(run.id)?.difference?.scores, differenceText)]),
            thinner,
          ),
        ]),
    ...[...new Set(notes)].map((note) => `<p>${escaped(note)}</p>`),
  ].join('\n');
}

function intervalText(score: ScoreInterval | null | undefined, digits: number): string {
  if (!score) return '—';
  const [value, low, high] = [score.value, score.low, score.high].map((one) => numberText(one, digits));
  return `${value} (${low} to ${high})`;
}

function differenceText(score: ScoreInterval | null | undefined, digits: number): string {
  if (!score) return '—';
  const signed = (value: number) => (value > 0 ? '+' : '') + numberText(value, digits);
  return `${signed(score.value)} (${signed(score.low)} to ${signed(score.high)})`;
}
