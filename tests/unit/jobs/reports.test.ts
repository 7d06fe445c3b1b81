import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readForgettingReport, readOpenSetReports, readReports } from '../../../src-main/jobs/reports';
import { runFolder } from '../../../src-main/jobs/runFolder';
import { temporaryFolder } from '../data/temporaryProject';

const openSet = {
  version: 1,
  run: 'r',
  split: 'val',
  unknown: ['stir pot'],
  steps: { action: 3, background: 2, unknown: 1 },
  scores: [{ score: 'energy', actions: { auroc: 75, fpr95: 50 }, known: { auroc: null, fpr95: null } }],
  fewShot: [{ examples: 1, amongNew: { mean: 50, deviation: null }, amongAll: null, known: null }],
  zeroShot: null,
};
const forgetting = { version: 1, run: 'r', decoder: 'tiny', updates: 4, texts: [], completions: [] };

it('what was measured of a run is read by split; what was not is absent', async () => {
  const project = temporaryFolder();
  expect(await readOpenSetReports(project, 'r')).toEqual({});
  expect(await readReports(project, 'r')).toEqual({});
  expect(await readForgettingReport(project, 'r')).toBeNull();

  const folder = join(runFolder(project, 'r'), 'open-set');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'val.json'), JSON.stringify(openSet));
  await writeFile(join(folder, 'val.json.tmp'), '{');
  await writeFile(join(runFolder(project, 'r'), 'forgetting.json'), JSON.stringify(forgetting));
  expect(await readOpenSetReports(project, 'r')).toEqual({ val: openSet });
  expect(await readForgettingReport(project, 'r')).toEqual(forgetting);
});
