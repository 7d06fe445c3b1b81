import type { ConfusedPairs, OverlapCorrelations } from '../../common/domain/confusions';
import { similarityNames } from '../../common/domain/confusions';
import type { DiversityReport } from '../../common/domain/diversity';
import { type RunCurves, type RunStatistics, runScoreNames, runScores } from '../../common/domain/statistics';
import { evidence } from '../../common/domain/evidence';
import type { ProjectStore } from '../../data/project/store';
import { confusedPairsReport, overlapCorrelations } from '../../jobs/analysis/confusedPairs';
import { runCurves } from '../../jobs/analysis/curves';
import { diversityReport } from '../../jobs/analysis/diversityReport';
import { statisticsReport } from '../../jobs/analysis/statistics';
import { interval, table } from './output';

interface Sections {
  values: Record<string, unknown>;
  lines: string[];
}

/** Scores with intervals, confused pairs, diversity and curves of a run, and its differences from a second one. */
export async function statisticsSections(
  store: ProjectStore,
  { run, against, split }: { run: string; against: string | null; split: string },
): Promise<Sections> {
  const scores = await statisticsReport(store, { runs: [run], split, baseline: against });
  const runs = against === null ? [run] : [run, against];
  const diversity = await diversityReport(store, { runs, split, countBackground: false });
  const pairs = await confusedPairsReport(store, { run, split });
  const { correlations } = await overlapCorrelations(store, { run, split });
  const confusions = { ...pairs, correlations };
  const curves = await runCurves(store, { run, split });
  return {
    values: { scores, diversity, confusions, curves },
    lines: [
      ...scores.runs.flatMap(scoreLines),
      '',
      ...diversityLines(diversity),
      '',
      ...pairLines(confusions, new Map(store.taxonomy.classes.map(({ id, name }) => [id, name]))),
      '',
      ...curveLines(curves),
    ],
  };
}

const shown = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '—' : value.toFixed(digits);

function scoreLines({ scores, difference, incomparable, videos }: RunStatistics): string[] {
  const head = ['Score', evidence(videos.length)];
  const known = runScoreNames.filter((name) => scores[name]);
  if (difference)
    head.push(
      `Less ${difference.baseline}, ${evidence(difference.videos.length)}`,
      'Better in draws',
      'In videos',
      'Effect',
    );
  return [
    ...table(
      head,
      known.map((name) => {
        const { title, digits } = runScores[name];
        const against = difference?.scores[name];
        const row = [title, interval(scores[name], digits)];
        if (!difference) return row;
        const percent = (share: number | null | undefined) =>
          share === null || share === undefined ? '—' : `${(100 * share).toFixed(0)} %`;
        return [
          ...row,
          interval(against, digits),
          percent(against?.better),
          percent(against?.superiority),
          shown(against?.effect, 2),
        ];
      }),
    ),
    ...(difference?.notes ?? []),
    ...(incomparable === undefined ? [] : [incomparable]),
  ];
}

function diversityLines({ runs, videos, unit, notes }: DiversityReport): string[] {
  return [
    ...table(
      [
        'Misclassification diversity, nats',
        `Mean, ${evidence(videos.length)}`,
        'Weighted by errors',
        `Wrong ${unit}s to background`,
      ],
      runs.map(({ run, mean, weighted, backgroundShare }) => [
        run,
        interval(mean, 2),
        interval(weighted, 2),
        backgroundShare === null ? '—' : `${(100 * backgroundShare).toFixed(0)} %`,
      ]),
    ),
    ...notes,
  ];
}

/** Pairs printed; all of them are in the JSON. */
const mostPairs = 10;

function pairLines(
  { pairs, tasks, correlations, decoder, videos, unit }: ConfusedPairs & Pick<OverlapCorrelations, 'correlations'>,
  names: ReadonlyMap<number, string>,
): string[] {
  if (pairs.length === 0) return ['No action was taken for another.'];
  const nameOf = (id: number) => tasks?.[id] ?? names.get(id) ?? `class ${id}`;
  const subwords = decoder === null ? 'words, since its decoder is not there' : `tokens of ${decoder}`;
  return [
    ...table(
      ['Truth', 'Predicted', unit === 'step' ? 'Steps' : 'Clips', 'Share', 'Shared', 'Overlap'],
      pairs
        .slice(0, mostPairs)
        .map((pair) => [
          nameOf(pair.truth),
          nameOf(pair.predicted),
          pair.steps.toLocaleString('en'),
          `${(100 * pair.share).toFixed(0)} %`,
          pair.shared ?? '—',
          pair.similarity.subwords.toFixed(2),
        ]),
    ),
    `Rank correlation of confusion with the likeness of labels (subwords: ${subwords}): ${correlations
      .map((one) => `${similarityNames[one.measure]} ${interval(one.interval, 2)}`)
      .join(', ')}; ${evidence(videos.length)}.`,
  ];
}

function curveLines({ early, calibration, precisionRecall, videos }: RunCurves): string[] {
  const at = (curve: RunCurves['overlap']) => curve.map(({ score }) => shown(score?.value, 1));
  return [
    ...(early.at.length === 0
      ? []
      : table(
          ['Of an action seen', ...early.at.map(({ x }) => `${(100 * x).toFixed(0)} %`)],
          [
            ['right then', ...at(early.at)],
            ['right until then', ...at(early.until)],
          ],
        )),
    calibration
      ? `Expected calibration error ${interval(calibration.error, 1)} %, ${evidence(videos.length)}; average precision of all steps and actions ${shown(precisionRecall?.averagePrecision, 1)}.`
      : 'No scores: this run has labels only, so nothing is said of its probabilities.',
  ];
}
