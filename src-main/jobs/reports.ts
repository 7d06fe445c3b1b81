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
export function readReports(projectDir: string, run: string): Promise<Record<string, Report>> {
  return bySplit(join(runFolder(projectDir, run), 'reports'), (split) => readReport(projectDir, run, split));
}

/** Likewise those of unknown classes. */
export function readOpenSetReports(projectDir: string, run: string): Promise<Record<string, OpenSetReport>> {
  return bySplit(join(runFolder(projectDir, run), 'open-set'), (split) => readOpenSetReport(projectDir, run, split));
}

async function bySplit<T>(folder: string, read: (split: string) => Promise<T | null>): Promise<Record<string, T>> {
  const reports: Record<string, T> = {};
  for (const name of await readdir(folder).catch(() => [])) {
    const split = /^(.+)\.json$/.exec(name)?.[1];
    const report = split === undefined ? null : await read(split);
    if (split !== undefined && report) reports[split] = report;
  }
  return reports;
}
