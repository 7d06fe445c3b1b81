import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ForgettingReport } from '../common/domain/forgetting';
import { OpenSetReport } from '../common/domain/openSet';
import { Report } from '../common/domain/report';
import { readRecord } from '../data/project/records';
import { runFolder } from './runFolder';

/** `runs/<id>/reports/<split>.json`, or null where the run was not evaluated on that split. */
export async function readReport(projectDir: string, run: string, split: string): Promise<Report | null> {
  const path = join(runFolder(projectDir, run), 'reports', `${split}.json`);
  return (await readRecord(path, `runs/${run}/reports/${split}.json`, Report))?.record ?? null;
}

/** `runs/<id>/open-set/<split>.json`, or null where the run did not meet held-out classes there. */
export async function readOpenSetReport(projectDir: string, run: string, split: string): Promise<OpenSetReport | null> {
  const path = join(runFolder(projectDir, run), 'open-set', `${split}.json`);
  return (await readRecord(path, `runs/${run}/open-set/${split}.json`, OpenSetReport))?.record ?? null;
}

/** `runs/<id>/forgetting.json`, or null where it was not measured. */
export async function readForgettingReport(projectDir: string, run: string): Promise<ForgettingReport | null> {
  const path = join(runFolder(projectDir, run), 'forgetting.json');
  return (await readRecord(path, `runs/${run}/forgetting.json`, ForgettingReport))?.record ?? null;
}

/** All reports of a run by split. */
export async function readReports(projectDir: string, run: string): Promise<Record<string, Report>> {
  const reports: Record<string, Report> = {};
  for (const name of await readdir(join(runFolder(projectDir, run), 'reports')).catch(() => [])) {
    const split = /^(.+)\.json$/.exec(name)?.[1];
    const report = split === undefined ? null : await readReport(projectDir, run, split);
    if (split !== undefined && report) reports[split] = report;
  }
  return reports;
}
