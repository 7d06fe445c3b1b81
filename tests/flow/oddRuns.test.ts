import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { procedures } from '../../src-main/common/contract';
import { panelKinds } from '../../src-main/common/domain/panelSettings';
import { UserError } from '../../src-main/common/errors';
import type { PanelData } from '../../src-main/common/figures/panelData';
import { newRecipe, panelOf } from '../../src-main/common/figures/arrange';
import { numbersOf } from '../../src-main/common/figures/numbers';
import type { ProjectStore } from '../../src-main/data/project/store';
import { toSvg } from '../../src-main/figures/svg';
import { analyse, type AnalysisInput } from '../../src-main/jobs/analysis/analyse';
import { diagnoseRun } from '../../src-main/jobs/diagnosis/diagnose';
import { evaluateJob } from '../../src-main/jobs/evaluate';
import { drawFigure } from '../../src-main/jobs/figures/draw';
import { reportJob } from '../../src-main/jobs/figures/report';
import { addAnalyseCommand } from '../../src-main/shells/cli/analyse';
import type { Act } from '../../src-main/shells/cli/output';
import { watched } from '../builders/learnableProject';
import { oddGrounds, oddProject, oddRuns } from '../builders/oddRuns';
import { temporaryFolder } from '../unit/data/temporaryProject';

/**
 * Whatever runs people bring: each alone and beside each other, on every odd ground, through every analysis, panel,
 * page and `gadw analyse`. What can be told is a finite number or nothing, what cannot is refused in a sentence, and
 * numbers over two videos say how few those are.
 */
const split = 'test';
const ids = Object.keys(oddRuns);
const couples = ids.filter((id) => id !== 'right').map((id) => ['right', id] as const);
const thresholds = { correct: 0.5, overlap: 0.1 };
const nonsense = /\bNaN\b|undefined|Infinity|\[object/;

/** Every number in it is finite. */
function expectFinite(value: unknown, where: string): void {
  if (typeof value === 'number') expect(Number.isFinite(value), where).toBe(true);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) expectFinite(part, `${where}.${key}`);
}

/** What is told, or the sentence by which it is refused. */
async function told<T>(made: Promise<T>, where: string): Promise<T | null> {
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message, where).toMatch(/^[A-Z].+\.$/s);
    expect(error.message, where).not.toMatch(nonsense);
    return null;
  }
}

async function expectSense(made: Promise<unknown>, where: string): Promise<void> {
  expectFinite(await told(made, where), where);
}

/** Lines and values of `gadw analyse`. */
async function analysed(dir: string, ...options: string[]): Promise<string> {
  const lines: string[] = [];
  const act: Act =
    (action) =>
    (...args) =>
      action(
        {
          json: false,
          result: (value, own) => {
            expectFinite(value, options.join(' '));
            lines.push(...own);
          },
          progress: () => undefined,
          note: () => undefined,
          clear: () => undefined,
        },
        ...args,
      );
  const program = new Command().exitOverride();
  addAnalyseCommand(program, act);
  await program.parseAsync(['analyse', dir, ...options], { from: 'user' });
  return lines.join('\n');
}

/** A chart in which nothing is drawn, where a sentence should stand. */
function isBlank(data: PanelData): boolean {
  if (data.kind === 'intervals') return data.groups.every(({ values }) => values.every((value) => value === null));
  if (data.kind === 'distribution') return data.groups.every(({ values }) => values.length === 0);
  if (data.kind === 'curves') return data.lines.length === 0;
  if (data.kind === 'matrix') return data.counts.every((row) => row.every((count) => count === 0));
  if (data.kind === 'table') return data.rows.length === 0;
  return data.kind === 'scatter' && data.maps.every(({ points }) => points.length === 0);
}

const inputs = (runs: readonly string[]): AnalysisInput[] => {
  const run = runs[runs.length - 1]!;
  const groupings = ['class', 'verb', 'noun', 'task', 'cluster'] as const;
  return [
    ...groupings.map(
      (grouping): AnalysisInput => ({
        kind: 'analyse',
        analysis: 'confusions.matrix',
        request: { run, split, grouping, steps: null },
      }),
    ),
    {
      kind: 'analyse',
      analysis: 'confusions.matrix',
      request: { run, split, grouping: 'class', steps: { a: [1, 4] } },
    },
    { kind: 'analyse', analysis: 'confusions.pairs', request: { run, split, steps: null } },
    { kind: 'analyse', analysis: 'confusions.correlations', request: { run, split, steps: null } },
    ...[true, false].map(
      (countBackground): AnalysisInput => ({
        kind: 'analyse',
        analysis: 'entropy.report',
        request: { runs: [...runs], split, countBackground, steps: null },
      }),
    ),
    { kind: 'analyse', analysis: 'statistics.scores', request: { runs: [...runs], split, baseline: runs[0]! } },
    { kind: 'analyse', analysis: 'statistics.curves', request: { run, split } },
  ];
};

async function analyseAll(store: ProjectStore, runs: readonly string[], where: string): Promise<void> {
  for (const input of inputs(runs)) {
    const here = `${input.analysis} of ${where}`;
    const report = await told(analyse(store, input), here);
    expectFinite(report, here);
    // As the window gets it.
    if (report !== null) procedures[input.analysis].output.parse(report);
  }
}

describe.each(oddGrounds)('runs on %s', (ground) => {
  it('are told in numbers or sentences by every analysis, alone and beside each other', async () => {
    const store = await oddProject(join(temporaryFolder(), 'odd'), ground);
    for (const id of ids) {
      await analyseAll(store, [id], `${id} on ${ground}`);
      const request = { run: id, split, against: null, sharedOnly: false, thresholds };
      await expectSense(diagnoseRun(store, request, watched().context), `errors of ${id}`);
      await expectSense(
        evaluateJob({ project: store.dir, run: id, split, official: false }, watched().context),
        `report of ${id}`,
      );
    }
    for (const runs of couples) {
      await analyseAll(store, runs, `${runs.join(' and ')} on ${ground}`);
      const [run, against] = runs;
      const request = { run, split, against, sharedOnly: true, thresholds };
      await expectSense(diagnoseRun(store, request, watched().context), `errors of ${runs.join(' beside ')}`);
    }
  });

  it('are told by gadw analyse, which counts the videos', async () => {
    const store = await oddProject(join(temporaryFolder(), 'odd'), ground);
    for (const [run, against] of couples) {
      const text = await told(analysed(store.dir, '--run', run, '--against', against), `${run} against ${against}`);
      if (text === null) continue;
      expect(text).not.toMatch(nonsense);
      expect(text).toMatch(/over [12] videos?, too few to judge/);
    }
  });

  it('are drawn in every panel and on the page, or a sentence stands there', async () => {
    const store = await oddProject(join(temporaryFolder(), 'odd'), ground);
    for (const runs of [...ids.map((id) => [id]), ...couples]) {
      for (const kind of Object.keys(panelKinds) as (keyof typeof panelKinds)[]) {
        const splitSetting = kind === 'timeline' || kind === 'study' || kind === 'curves' ? {} : { split };
        const panel = panelOf({ kind, runs, settings: splitSetting }, { x: 0, y: 0, width: 80, height: 60 });
        const where = `${kind} of ${runs.join(' and ')} on ${ground}`;
        const figure = await drawFigure(store, { ...newRecipe(where), panels: [panel] });
        expect(toSvg(figure.drawing), where).not.toMatch(nonsense);
        for (const { data } of figure.panels) {
          expectFinite(numbersOf(data), where);
          expect(isBlank(data), where).toBe(false);
        }
      }
    }
    for (const [first, second] of couples) {
      const out = join(store.dir, 'page.html');
      for (const run of [first, second])
        await told(evaluateJob({ project: store.dir, run, split, official: false }, watched().context), run);
      const page = reportJob({ project: store.dir, runs: [first, second], split, out }, watched().context);
      if ((await told(page, `page of ${first} and ${second} on ${ground}`)) === null) continue;
      const text = readFileSync(out, 'utf8').replace(/<(style|script)[\s\S]*?<\/\1>/g, '');
      expect(text).not.toMatch(nonsense);
      expect(text).toContain('too few to judge');
    }
  });
});
