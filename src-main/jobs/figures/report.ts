import { newRecipe, panelOf, type PanelWish } from '../../common/figures/arrange';
import { numberText } from '../../common/figures/axis';
import type { Recipe } from '../../common/domain/figure';
import type { SplitName } from '../../common/domain/project';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { evidence } from '../../common/domain/evidence';
import { UserError } from '../../common/errors';
import { frameAt } from '../../common/domain/video';
import type { JobContext } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { openProject, type ProjectStore } from '../../data/project/store';
import { escaped, toSvg } from '../../figures/svg';
import { readReport } from '../reports';
import { drawFigure } from './draw';
import { makeFrames, makePictures, readableClock, readFrame } from './pictures';
import { statisticsReport } from '../analysis/statistics';
import { htmlPage, htmlTable } from './reportPage';
import { type Evaluated, scoreTables } from './reportScores';
import { readRunToday } from '../classesToday';
import { type RunErrors, runErrors, type WorstMoment } from './worstMoments';

/**
 * A comparison of runs as one page that needs nothing else: scores, figures, errors by kind and the worst moments with a
 * picture each. From the same data it is the same bytes.
 */
export interface ReportInput {
  project: string;
  /** Ids, the first is what the others are compared with. */
  runs: readonly string[];
  split: SplitName;
  /** Path of the page. */
  out: string;
}

const momentsOfRun = 6;

/** @throws UserError `not-evaluated`, or those of reading runs; Cancelled */
export async function reportJob(input: ReportInput, context: JobContext): Promise<{ path: string; bytes: number }> {
  const store = await openProject(input.project);
  const compared: Evaluated[] = [];
  // In turn, so that the first that is missing is the one that is told.
  for (const id of input.runs) compared.push(await evaluatedRun(store, id, input.split));
  const [first] = input.runs;
  const request = { runs: input.runs, split: input.split, baseline: first ?? null };
  const statistics = await statisticsReport(store, request);
  const errors: RunErrors[] = [];
  for (const { run } of compared.filter((one) => classifiesSteps(one.run)))
    errors.push(await runErrors(store, run, input.split, momentsOfRun, context));
  const figures = [];
  for (const recipe of recipesOf(
    compared.map(({ run }) => run),
    input.split,
    errors,
  )) {
    await makePictures(store, recipe, context);
    figures.push({ recipe, svg: toSvg((await drawFigure(store, recipe)).drawing) });
  }
  const page = htmlPage(`${store.project.name}: ${compared.map(({ run }) => run.name).join(', ')}`, [
    introduction(compared, input.split),
    '<h2>Scores</h2>',
    scoreTables(compared, statistics.runs),
    ...figures.map(({ recipe, svg }) => `<figure>${svg}<figcaption>${escaped(recipe.caption)}</figcaption></figure>`),
    ...(errors.length === 0 ? [] : ['<h2>Errors by kind</h2>', kindTable(errors), '<h2>Worst moments</h2>']),
    ...(await Promise.all(errors.map((own) => momentSection(store, own, context)))),
  ]);
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

function introduction(compared: readonly Evaluated[], split: SplitName): string {
  const videos = Math.min(...compared.map(({ report }) => report.videos));
  const ground = evidence(videos, `${compared.length} runs on the split ${split},`);
  return `<p>${ground}. Differences are to ${escaped(compared[0]?.run.name ?? '')}; intervals are 95 % of a bootstrap over videos, and one that holds 0 shows no difference.</p>`;
}

/** The figures of the page: scores, entropy, a matrix a run, and the worst stretch as a timeline. */
function recipesOf(runs: readonly Run[], split: SplitName, errors: readonly RunErrors[]): Recipe[] {
  const ids = runs.map(({ id }) => id);
  const figure = (caption: string, height: number, wish: PanelWish): Recipe => ({
    ...newRecipe(caption),
    caption,
    panels: [panelOf(wish, { x: 0, y: 0, width: 174, height })],
  });
  const [worst] = errors.flatMap(({ moments }) => moments);
  return [
    figure('Scores with intervals over videos.', 12 + 9 * runs.length, {
      kind: 'scores',
      runs: ids,
      settings: { split },
    }),
    figure('Misclassification diversity: entropy of the wrong labels of each class.', 12 + 9 * runs.length, {
      kind: 'entropy',
      runs: ids,
      settings: { split },
    }),
    ...(worst ? [timelineOf(worst, ids, figure)] : []),
    ...runs.map(({ id, name }) =>
      figure(`Confusions of ${name}: rows the truth, columns what it said, percent of the row.`, 130, {
        kind: 'confusion',
        runs: [id],
        settings: { split },
      }),
    ),
  ];
}

type Figure = (caption: string, height: number, wish: PanelWish) => Recipe;

function timelineOf({ video, start, end }: WorstMoment, runs: readonly string[], figure: Figure): Recipe {
  const from = Math.max(0, Math.round(start - 15));
  const settings = { video, start: from, end: Math.round(Math.max(end + 15, from + 30)), pictures: 8 };
  return figure(
    `The stretch round the longest error, in ${video}. Outlined and hatched segments carry a wrong class.`,
    20 + 7 * (runs.length + 1),
    {
      kind: 'timeline',
      runs,
      settings,
    },
  );
}

function kindTable(errors: readonly RunErrors[]): string {
  const head = ['Run', ...(errors[0]?.kinds.map(({ kind }) => kind) ?? [])];
  const rows = errors.map(({ run, kinds }) => [
    run.name,
    ...kinds.map(({ events, cost }) => `${events}${cost === null ? '' : ` (${numberText(cost, 1)})`}`),
  ]);
  return `${htmlTable(head, rows)}<p>Events; in brackets the points of S-F1 gained if this kind alone were fixed.</p>`;
}

async function momentSection(store: ProjectStore, { run, moments }: RunErrors, context: JobContext): Promise<string> {
  const cards = [];
  for (const moment of moments) {
    const picture = await pictureOf(store, moment, context);
    const image = picture ? `<img alt="" src="data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}">` : '';
    const what =
      moment.truth !== null && moment.predicted !== null && moment.truth !== moment.predicted
        ? `${moment.truth} called ${moment.predicted}`
        : (moment.truth ?? moment.predicted ?? '');
    const time = `${numberText(moment.start, 1)} to ${numberText(moment.end, 1)} s`;
    cards.push(
      `<li>${image}<b>${escaped(what)}</b><span>${moment.kind}, ${escaped(moment.video)}, ${time}</span></li>`,
    );
  }
  const found = cards.length === 0 ? '<p>No errors.</p>' : `<ul class="moments">${cards.join('')}</ul>`;
  return `<h3>${escaped(run.name)}</h3>${found}`;
}

/** The frame in the middle of a moment. */
async function pictureOf(
  store: ProjectStore,
  { video: id, start, end }: WorstMoment,
  context: JobContext,
): Promise<Uint8Array | null> {
  const video = store.video(id);
  const clock = await readableClock(store, video);
  if (!clock) return null;
  const frame = frameAt(clock, (clock.times[0] ?? 0) + (start + end) / 2);
  await makeFrames(store, new Map([[id, [frame]]]), context);
  return readFrame(store, id, frame);
}
