import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../../scripts/prepare.mjs';
import type { ForgettingReport } from '../../../../src-main/common/domain/forgetting';
import type { OpenSetReport } from '../../../../src-main/common/domain/openSet';
import { Report } from '../../../../src-main/common/domain/report';
import type { Run } from '../../../../src-main/common/domain/run';
import { Study, type StudyTable } from '../../../../src-main/common/domain/study';
import { studyScores } from '../../../../src-main/common/domain/studyScores';
import { presets } from '../../../../src-main/common/presets';
import { TrainSettings } from '../../../../src-main/common/settings';
import { writeFileAtomic } from '../../../../src-main/data/project/atomic';
import type { ProjectStore } from '../../../../src-main/data/project/store';
import { writePrediction } from '../../../../src-main/jobs/predictionFiles';
import { createRun } from '../../../../src-main/jobs/runFolder';
import { readStudy, studyNames } from '../../../../src-main/jobs/study/files';
import { studyFootnotes, studyText } from '../../../../src-main/jobs/study/formats';
import { findRuns, planRuns, remainingJobs } from '../../../../src-main/jobs/study/runs';
import { studyTable } from '../../../../src-main/jobs/study/table';
import { madeReport } from '../../../builders/madeReport';
import { smallProject, userError, writeFiles } from '../../data/temporaryProject';

const study = Study.parse({
  version: 1,
  title: 'Two kinds',
  columns: ['segmentF1', 'meanAveragePrecision'],
  preset: 'demo-small',
  settings: { rank: 4 },
  rows: [
    { label: 'generative', settings: { kind: 'generative' } },
    { label: 'GAD, λ 0.1', settings: { kind: 'gad', lambda: 0.1 } },
  ],
  seeds: [3, 7],
});

async function project(): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveProject({ ...store.project, splits: { train: ['a'], val: [], test: ['b'], source: '' } });
  return store;
}

interface Made {
  score?: number;
  hits?: number;
  status?: Run['status'];
  official?: boolean;
}

/** A run as training, inference and evaluation leave it. */
async function makeRun(store: ProjectStore, id: string, settings: TrainSettings, made: Made = {}): Promise<void> {
  const { train, val, test } = store.project.splits;
  const classes = [{ id: 0, name: 'background', background: true as const }];
  const dir = await createRun(store.dir, {
    version: 1,
    id,
    name: id,
    created: '2026-03-09T12:00:00Z',
    status: made.status ?? 'trained',
    origin: 'trained',
    settings,
    classes,
    splits: { train, val, test },
    rate: 2,
    hashes: {},
    versions: {},
    commit: '',
    device: 'cpu',
    stepsDone: 5,
    stepsTotal: 9,
    seconds: 12,
    ...(made.status === 'failed' ? { error: 'Worker crashed.' } : {}),
  });
  const { score } = made;
  if (score === undefined) return;
  const nothing = { scores: null, confidence: null, features: null, texts: null };
  await writePrediction(dir, 'test', 'b', { rate: 2, classes }, { labels: new Int32Array(4), ...nothing });
  const report = Report.parse({
    ...madeReport(id, 'test', score, settings.kind !== 'generative'),
    official: made.official ?? false,
    videos: 1,
    videoCounts: [{ video: 'b', truePositive: made.hits ?? 1, falsePositive: 1, falseNegative: 1 }],
  });
  await writeFileAtomic(join(dir, 'reports', 'test.json'), JSON.stringify(report));
}

describe('a plan', () => {
  it('has every row with every seed, the settings laid over each other', () => {
    const planned = planRuns('kinds', study);
    expect(planned.map(({ id, row, seed }) => [id, row, seed])).toEqual([
      ['kinds-generative-s3', 0, 3],
      ['kinds-gad-λ-0-1-s3', 1, 3],
      ['kinds-generative-s7', 0, 7],
      ['kinds-gad-λ-0-1-s7', 1, 7],
    ]);
    const small = presets.find(({ id }) => id === 'demo-small')!.settings;
    expect(planned[3]?.settings).toEqual(TrainSettings.parse({ ...small, rank: 4, kind: 'gad', lambda: 0.1, seed: 7 }));
  });
});

describe('what is left of a run', () => {
  const [generative] = planRuns('kinds', study) as [ReturnType<typeof planRuns>[number]];
  const left = async (store: ProjectStore) => {
    const [found] = await findRuns(store, [generative], 'test');
    return { id: found!.id, jobs: remainingJobs(found!, 'test') };
  };

  it('is a training that ends with scores where nothing is there', async () => {
    const { id, settings } = generative;
    const train = { kind: 'train', run: id, settings, resume: false, evaluate: true, split: 'test' };
    expect(await left(await project())).toEqual({ id, jobs: [train] });
  });

  it('is the rest of a training that was interrupted', async () => {
    const store = await project();
    await makeRun(store, generative.id, generative.settings, { status: 'cancelled' });
    expect((await left(store)).jobs).toMatchObject([{ kind: 'train', resume: true }]);
  });

  it('is inference and scores where they are missing, and scores where those are the published metrics’', async () => {
    const store = await project();
    await makeRun(store, generative.id, generative.settings);
    expect((await left(store)).jobs.map(({ kind }) => kind)).toEqual(['infer', 'evaluate']);
    const other = await project();
    await makeRun(other, generative.id, generative.settings, { score: 50, official: true });
    expect((await left(other)).jobs.map(({ kind }) => kind)).toEqual(['evaluate']);
  });

  it('is nothing where any run with these settings is done, whatever its name', async () => {
    const store = await project();
    await makeRun(store, 'mine', generative.settings, { score: 50 });
    expect(await left(store)).toEqual({ id: 'mine', jobs: [] });
  });

  it('is also how held-out classes are met, where the study shows that', async () => {
    const store = await project();
    const asking = Study.parse({ ...study, columns: ['aurocCosine', 'zeroShot'], seeds: [3] });
    const first = async () => (await findRuns(store, planRuns('kinds', asking), 'test'))[0]!;
    expect(remainingJobs(await first(), 'test').map(({ kind }) => kind)).toEqual(['train', 'openSet']);
    await makeRun(store, generative.id, generative.settings, { score: 50 });
    expect(remainingJobs(await first(), 'test')).toEqual([{ kind: 'openSet', run: generative.id, split: 'test' }]);
    expect((await studyTable(store, 'kinds', asking)).rows[0]?.runs[0]?.state).toBe('unfinished');

    const met = (auroc: number) => ({ auroc, fpr95: 40 });
    const report: OpenSetReport = {
      version: 1,
      run: generative.id,
      split: 'test',
      unknown: ['stir pot'],
      steps: { action: 10, background: 5, unknown: 3 },
      scores: [
        { score: 'energy', actions: met(61), known: met(62) },
        { score: 'cosine', actions: met(71), known: met(72) },
      ],
      fewShot: [],
      zeroShot: null,
    };
    writeFiles(store.dir, { [`runs/${generative.id}/open-set/test.json`]: JSON.stringify(report) });
    expect(remainingJobs(await first(), 'test')).toEqual([]);
    expect((await studyTable(store, 'kinds', asking)).rows[0]?.cells).toEqual([{ mean: 71, deviation: null }, null]);
  });

  it('is also what was forgotten, measured anew where the training went on', async () => {
    const store = await project();
    const asking = Study.parse({ ...study, columns: ['proseAfter', 'proseRatio', 'kitchenRatio'], seeds: [3] });
    const first = async () => (await findRuns(store, planRuns('kinds', asking), 'test'))[0]!;
    await makeRun(store, generative.id, generative.settings, { score: 50 });
    const job = { kind: 'forgetting', run: generative.id };
    expect(remainingJobs(await first(), 'test')).toEqual([job]);

    const fit = (perplexity: number) => ({ crossEntropy: Math.log(perplexity), perplexity });
    const report: ForgettingReport = {
      version: 1,
      run: generative.id,
      decoder: 'kitchen-lm',
      updates: 3,
      texts: [{ name: 'prose', tokens: 10, before: fit(20), after: fit(25) }],
      completions: [],
    };
    const path = `runs/${generative.id}/forgetting.json`;
    writeFiles(store.dir, { [path]: JSON.stringify(report) });
    expect(remainingJobs(await first(), 'test')).toEqual([job]);
    writeFiles(store.dir, { [path]: JSON.stringify({ ...report, updates: 5 }) });
    expect(remainingJobs(await first(), 'test')).toEqual([]);
    const [row] = (await studyTable(store, 'kinds', asking)).rows;
    expect(row?.cells).toEqual([{ mean: 25, deviation: null }, { mean: 1.25, deviation: null }, null]);
  });

  it('is everything, under a free name, where the settings or the training videos were others', async () => {
    const store = await project();
    await makeRun(store, generative.id, { ...generative.settings, rank: 8 }, { score: 50 });
    expect(await left(store)).toMatchObject({ id: `${generative.id}-2`, jobs: [{ kind: 'train', resume: false }] });
    await makeRun(store, 'mine', generative.settings, { score: 50 });
    await store.saveProject({ ...store.project, splits: { train: [], val: ['a'], test: ['b'], source: '' } });
    expect(await left(store)).toMatchObject({ id: `${generative.id}-2`, jobs: [{ kind: 'train' }] });
  });
});

/** S-F1 40 and 50 for generative; GAD has one run at 62, the other failed. */
async function halfDone(): Promise<StudyTable> {
  const store = await project();
  const [a, b, c, d] = planRuns('kinds', study).map(({ id, settings }) => [id, settings] as const);
  await makeRun(store, ...a!, { score: 40, hits: 1 });
  await makeRun(store, ...c!, { score: 50, hits: 1 });
  await makeRun(store, ...b!, { score: 62, hits: 4 });
  await makeRun(store, ...d!, { status: 'failed' });
  return studyTable(store, 'kinds', study);
}

describe('a table', () => {
  it('has mean and deviation of the runs that are done, names them, and says what failed', async () => {
    const { rows, videos } = await halfDone();
    expect(rows[0]).toMatchObject({
      label: 'generative',
      runs: [
        { run: 'kinds-generative-s3', seed: 3, state: 'done', seconds: 12 },
        { run: 'kinds-generative-s7', seed: 7, state: 'done', seconds: 12 },
      ],
      // (40 - 45)² + (50 - 45)² = 50, over n - 1 = 1.
      cells: [{ mean: 45, deviation: Math.sqrt(50) }, null],
      difference: null,
    });
    expect(rows[1]).toMatchObject({
      runs: [{ state: 'done' }, { run: 'kinds-gad-λ-0-1-s7', state: 'failed', problem: 'Worker crashed.' }],
      cells: [
        { mean: 62, deviation: null },
        { mean: expect.closeTo(53.7, 9) as number, deviation: null },
      ],
      // One video: 2·4/(2·4+2) = 80 % against 2·1/(2+2) = 50 %.
      difference: { value: 30, low: 30, high: 30 },
    });
    expect(videos).toBe(1);
  });

  it('reads the same as Markdown, CSV and LaTeX', async () => {
    const table = await halfDone();
    expect(studyText(table, 'md').split('\n').slice(0, 4)).toEqual([
      '|  | S-F1 | mAP | ΔS-F1 (95 %) |',
      '|---|--:|--:|--:|',
      '| generative | 45.0 ± 7.1 | — | — |',
      '| GAD, λ 0.1 (1 of 2 runs, 1 failed) | 62.0 | 53.7 | +30.0 (+30.0 to +30.0) |',
    ]);
    const [head, , gad] = studyText(table, 'csv').split('\r\n');
    expect(head).toContain('label,runs,segmentF1,segmentF1 deviation,');
    expect(gad).toMatch(/^"GAD, λ 0\.1",kinds-gad-λ-0-1-s3,62,,53\.7\d*,,30,30,30$/);
    expect(studyText(table, 'tex').split('\n').slice(2, 6)).toEqual([
      ' & S-F1 & mAP & $\\Delta$S-F1 (95 \\%) \\\\',
      '\\midrule',
      'generative & 45.0 $\\pm$ 7.1 & --- & --- \\\\',
      'GAD, $\\lambda$ 0.1 (1 of 2 runs, 1 failed) & 62.0 & 53.7 & +30.0 (+30.0 to +30.0) \\\\',
    ]);
  });

  it('says what its numbers are, that the videos are too few, and why a run failed', async () => {
    expect(studyFootnotes(await halfDone())).toEqual([
      'Mean ± standard deviation over seeds 3, 7.',
      expect.stringContaining('An interval that holds 0 shows no difference.'),
      'Too few to judge: 1 test video.',
      'GAD, λ 0.1, seed 7: Worker crashed.',
    ]);
  });
});

describe('a study file', () => {
  const file = (change: object) =>
    JSON.stringify({ version: 1, title: 't', columns: ['segmentF1'], rows: [{ label: 'a' }], ...change });

  it.each([
    [{ columns: ['f1'] }, 'field columns[0]: expected one of "segmentF1"|', 'found "f1".'],
    [{ rows: [{ label: 'a', settings: { kind: 'svm' } }] }, 'field rows[0].settings.kind: ', 'found "svm".'],
    [{ rows: [{ label: 'a', settings: { rnk: 8 } }] }, 'field rows[0].settings: Unrecognized key: "rnk".', ''],
    [{ rows: [{ label: 'a', settings: { rank: 0 } }] }, 'field rows[0].settings.rank: ', '>=1, found 0.'],
    [
      { rows: [{ label: 'a b' }, { label: 'A-b' }] },
      'field rows[1].label: expected letters or digits other than those of "a b", found "A-b".',
      '',
    ],
    [{ rows: [{ label: '+' }, { label: '…' }] }, 'field rows[1].label: expected a letter or a digit, found "…".', ''],
    [{ seeds: [0, 1, 0] }, 'field seeds[2]: expected every seed once, found 0 again.', ''],
    [{ preset: 'large' }, 'field preset: expected one of "thumos14"|', 'found "large".'],
    [{ rows: [] }, 'field rows: Too small', ''],
  ])('with %j is refused in a sentence', async (change, begins, ends) => {
    const { dir } = await smallProject();
    writeFiles(dir, { 'studies/mine.json': file(change) });
    const { message } = await userError(readStudy(dir, 'mine'));
    expect(message).toContain(`Invalid studies/mine.json: ${begins}`);
    expect(message.endsWith(ends)).toBe(true);
  });

  it('of the project comes before the shipped one of its name; an unknown name lists what there is', async () => {
    const { dir } = await smallProject();
    expect((await readStudy(dir, 'disc-vs-gen')).rows.length).toBeGreaterThan(1);
    writeFiles(dir, { 'studies/disc-vs-gen.json': file({ title: 'Mine' }) });
    expect((await readStudy(dir, 'disc-vs-gen')).title).toBe('Mine');
    expect(await userError(readStudy(dir, 'nothing'))).toMatchObject({
      code: 'unknown-study',
      tip: expect.stringContaining('disc-vs-gen') as string,
    });
  });

  it('that the program ships can be read and planned', async () => {
    const { dir } = await smallProject();
    const names = await studyNames(dir);
    expect(names).toContain('disc-vs-gen');
    for (const name of names) {
      const shipped = await readStudy(dir, name);
      expect(planRuns(name, shipped), name).toHaveLength(shipped.rows.length * shipped.seeds.length);
    }
  });

  it('as the docs show it is one, and the docs name every column', () => {
    const text = readFileSync(join(root, 'docs', 'studies.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n([^]*?)```/.exec(text)![1]!);
    expect(planRuns('lambda', Study.parse(example))).toHaveLength(9);
    for (const column of Object.keys(studyScores)) expect(text).toContain(`\`${column}\``);
  });
});
