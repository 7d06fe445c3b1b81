import { evidence, isThin } from '../../common/domain/evidence';
import type { Report } from '../../common/domain/report';
import type { Run } from '../../common/domain/run';
import {
  type RunScore,
  type RunScoreName,
  type RunStatistics,
  runScores,
  type ScoreInterval,
} from '../../common/domain/statistics';
import { numberText } from '../../common/figures/axis';
import { escaped } from '../../figures/svg';
import { type Cell, htmlTable } from './reportPage';

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
export function scoreTables(compared: readonly Evaluated[], statistics: readonly RunStatistics[]): string[] {
  const own = new Map(statistics.map((one) => [one.run, one]));
  const names = shown.filter((name) => statistics.some(({ scores }) => scores[name]));
  const titles = names.map((name) => runScores[name].title);
  const [first, ...others] = compared.map(({ run }) => run);
  const thin = statistics.some(({ videos }) => isThin(videos.length));
  const thinner = statistics.some(({ difference }) => difference !== null && isThin(difference.videos.length));
  const videos = Math.min(...statistics.map((one) => one.videos.length));
  const notes = statistics.flatMap(({ notes, difference, incomparable }) => [
    ...notes,
    ...(difference?.notes ?? []),
    ...(incomparable ? [incomparable] : []),
  ]);
  return [
    htmlTable(
      `Scores with their intervals, ${evidence(videos)}`,
      ['', ...titles],
      compared.map(({ run }) => [run.name, ...names.map((name) => scoreCell(own.get(run.id)?.scores[name], name))]),
      thin ? 'numbers thin' : 'numbers',
    ),
    ...(first === undefined || others.length === 0
      ? []
      : [
          htmlTable(
            `Differences to ${first.name}, paired over videos; in bold where the interval does not hold 0`,
            ['', ...titles],
            others.map(({ id, name: run }) => [
              run,
              ...names.map((name) => differenceCell(own.get(id)?.difference?.scores[name], name)),
            ]),
            thinner ? 'numbers thin' : 'numbers',
          ),
        ]),
    ...[...new Set(notes)].map((note) => `<p class="note">${escaped(note)}</p>`),
  ];
}

/** What the differences say, a sentence a run: better, worse, or not told apart. */
export function findings(compared: readonly Evaluated[], statistics: readonly RunStatistics[]): string[] {
  const [first, ...others] = compared.map(({ run }) => run);
  if (!first) return [];
  return others.map(({ id, name }) => {
    const own = statistics.find(({ run }) => run === id);
    const headline = shown.find((score) => own?.difference?.scores[score]);
    const found = headline && own?.difference?.scores[headline];
    const [a, b] = [escaped(name), escaped(first.name)];
    if (!headline || !found) return `${a}: ${escaped(own?.incomparable ?? `cannot be compared with ${first.name}.`)}`;
    const { title, digits } = runScores[headline];
    const told = `${title} ${signed(found.value, digits)} (${signed(found.low, digits)} to ${signed(found.high, digits)})`;
    const paired = own?.difference?.videos.length ?? 0;
    if (isThin(paired)) return `<span class="unclear">${a} against ${b}: ${evidence(paired, `${told}, over`)}.</span>`;
    if (!isSure(found)) return `<span class="unclear">${a} and ${b} are not told apart: ${told}.</span>`;
    const word = isBetter(found, headline) ? 'better' : 'worse';
    return `${a} is <b class="${word}">${word}</b> than ${b}: ${told}.`;
  });
}

const isSure = ({ low, high }: ScoreInterval) => low > 0 || high < 0;

const isBetter = ({ value }: ScoreInterval, name: RunScoreName) => {
  const score: RunScore = runScores[name];
  return value > 0 !== (score.lowerIsBetter ?? false);
};

function scoreCell(score: ScoreInterval | null | undefined, name: RunScoreName): Cell {
  if (!score) return '—';
  const { digits } = runScores[name];
  const [value, low, high] = [score.value, score.low, score.high].map((one) => numberText(one, digits));
  return { html: `${value} <span class="interval">${low} to ${high}</span>` };
}

function differenceCell(score: ScoreInterval | null | undefined, name: RunScoreName): Cell {
  if (!score) return '—';
  const { digits } = runScores[name];
  const value = signed(score.value, digits);
  const shownValue = isSure(score) ? `<b class="${isBetter(score, name) ? 'better' : 'worse'}">${value}</b>` : value;
  return {
    html: `${shownValue} <span class="interval">${signed(score.low, digits)} to ${signed(score.high, digits)}</span>`,
  };
}

const signed = (value: number, digits: number) => (value > 0 ? '+' : '') + numberText(value, digits);

/** The scores of the page, what each is. */
export function definitions(statistics: readonly RunStatistics[]): (readonly [string, string])[] {
  return shown
    .filter((name) => statistics.some(({ scores }) => scores[name]))
    .map((name) => [runScores[name].title, runScores[name].help] as const);
}
