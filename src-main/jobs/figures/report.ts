import { DiagnosisThresholds } from '../../common/domain/diagnosis';
import { evidence, isThin } from '../../common/domain/evidence';
import type { SplitName } from '../../common/domain/project';
import { classifiesSteps } from '../../common/domain/run';
import type { RunStatistics, ScoreInterval } from '../../common/domain/statistics';
import { UserError } from '../../common/errors';
import { numberText } from '../../common/figures/axis';
import type { JobContext } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { openProject, type ProjectStore } from '../../data/project/store';
import { escaped } from '../../figures/svg';
import { statisticsReport } from '../analysis/statistics';
import { readRunToday } from '../classesToday';
import { readReport } from '../reports';
import { drawnFigures, errorFigures, scoreFigures } from './reportFigures';
import { momentCards } from './reportMoments';
import { htmlPage, htmlTable, type Section } from './reportPage';
import { runTable } from './reportRuns';
import { definitions, type Evaluated, findings, scoreTables } from './reportScores';
import { type RunErrors, runErrors, worstMoments } from './worstMoments';

/**
 * A comparison of runs as one page that needs nothing else: what was compared, scores with intervals, figures, errors
 * by kind and the worst moments with frames. From the same data it is the same bytes.
 */
export interface ReportInput {
  project: string;
  /** Ids, the first is what the others are compared with. */
  runs: readonly string[];
  split: SplitName;
  /** Path of the page. */
  out: string;
}

const mostMoments = 12;

/** @throws UserError `not-evaluated`, or those of reading runs; Cancelled */
export async function reportJob(input: ReportInput, context: JobContext): Promise<{ path: string; bytes: number }> {
  const { split } = input;
  const store = await openProject(input.project);
  const compared: Evaluated[] = [];
  // In turn, so that the first that is missing is the one that is told.
  for (const id of input.runs) compared.push(await evaluatedRun(store, id, split));
  const runs = compared.map(({ run }) => run);
  const request = { runs: input.runs, split, baseline: input.runs[0] ?? null };
  const { runs: statistics, unscored } = await statisticsReport(store, request);
  const errors: RunErrors[] = [];
  for (const run of runs.filter(classifiesSteps)) errors.push(await runErrors(store, run, split, context));
  const grid = async (recipes: Parameters<typeof drawnFigures>[1]) =>
    `<div class="figures">${(await drawnFigures(store, recipes, context)).join('\n')}</div>`;
  const sections: Section[] = [
    { id: 'runs', title: 'What was compared', parts: [runTable(compared)] },
    {
      id: 'scores',
      title: 'Scores',
      parts: [
        ...scoreTables(compared, statistics),
        ...unscored.map(({ message }) => `<p class="note">${escaped(message)}</p>`),
        await grid(scoreFigures(runs, split)),
      ],
    },
    {
      id: 'errors',
      title: 'Errors',
      parts: [...(errors.length === 0 ? [] : [kindTable(errors)]), await grid(errorFigures(runs, split))],
    },
    ...(errors.length === 0 ? [] : [await momentSection(store, errors, context)]),
    { id: 'method', title: 'How it was measured', parts: [method(statistics, errors.length > 0)] },
  ];
  const lead = introduction(store, { compared, statistics, split });
  const page = htmlPage(`${store.project.name}: ${runs.map(({ name }) => name).join(', ')}`, lead, sections);
  await writeFileAtomic(input.out, page);
  return { path: input.out, bytes: Buffer.byteLength(page) };
}

async function evaluatedRun(store: ProjectStore, id: string, split: SplitName): Promise<Evaluated> {
  const run = await readRunToday(store, id);
  const report = await readReport(store.dir, id, split);
  if (report) return { run, report };
  throw new UserError(
    'not-evaluated',
    `Reporting on run ${JSON.stringify(id)}: it is not evaluated on ${split}.`,
    `Do it with "gadw evaluate --run ${id} --split ${split}".`,
  );
}

interface Compared {
  compared: readonly Evaluated[];
  statistics: readonly RunStatistics[];
  split: SplitName;
}

function introduction({ project }: ProjectStore, { compared, statistics, split }: Compared): string[] {
  const videos = Math.min(...compared.map(({ report }) => report.videos));
  const runs = compared.length === 1 ? '1 run' : `${compared.length} runs`;
  const found = findings(compared, statistics);
  return [
    `<p>${runs} of ${escaped(project.name)} on the split ${split}: ${evidence(videos, 'scores over')}.</p>`,
    ...(found.length === 0 ? [] : [`<ul class="findings">${found.map((one) => `<li>${one}</li>`).join('')}</ul>`]),
  ];
}

function kindTable(errors: readonly RunErrors[]): string {
  const kinds = errors[0]?.kinds.map(({ kind }) => kind) ?? [];
  const rows = errors.map(({ run, kinds: own }) => [
    run.name,
    ...own.map(({ events, cost }) => ({
      html: `${events} <span class="interval">${cost === null ? '—' : costText(cost)}</span>`,
    })),
  ]);
  const videos = Math.min(...errors.map((one) => one.videos));
  return htmlTable(
    `Errors of each kind; below, the points of S-F1 gained if this kind alone were fixed, ${evidence(videos)}`,
    ['', ...kinds],
    rows,
    isThin(videos) ? 'numbers thin' : 'numbers',
  );
}

function costText({ value, low, high }: ScoreInterval): string {
  const [cost, from, to] = [value, low, high].map((one) => numberText(one, 1));
  return `${cost}<br>${from} to ${to}`;
}

async function momentSection(store: ProjectStore, errors: readonly RunErrors[], context: JobContext): Promise<Section> {
  const moments = worstMoments(errors, mostMoments);
  const about = 'The longest errors of all runs, at most two of a video, with what every run made of them.';
  const parts =
    moments.length === 0 ? ['<p>No errors.</p>'] : [`<p>${about}</p>`, await momentCards(store, moments, context)];
  return { id: 'moments', title: 'Worst moments', parts };
}

/** What the numbers of the page are. */
function method(statistics: readonly RunStatistics[], hasErrors: boolean): string {
  const { correct, overlap } = DiagnosisThresholds.parse({});
  const terms = [
    ...definitions(statistics),
    ['Intervals', '95 % percentile bootstrap over videos (Efron and Tibshirani 1993, chapter 13).'],
    ['Differences', 'The same draws of videos for both runs; one whose interval holds 0 shows no difference.'],
    ...(hasErrors
      ? [
          [
            'Kinds of error',
            `A segment of the right class is correct from IoU ${correct} on; from IoU ${overlap} on two segments have to do with each other. C confused: another class. B boundary: the right class, edges off. F fragmented, M merged: one of several. D duplicate. I invented: nothing is there. X missed. Costs as in DETAD (Alwassel et al. 2018).`,
          ],
        ]
      : []),
  ];
  return `<dl>${terms.map(([term = '', text = '']) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`;
}
