import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../common/contract';
import type { RunSummary } from '../common/contract/runs';
import type { Run } from '../common/domain/run';
import { UserError } from '../common/errors';
import type { ProjectStore } from '../data/project/store';
import { importPredictions } from '../jobs/importPredictions';
import { ScoredNow } from '../jobs/scored';
import { readForgettingReport, readOpenSetReports, readReports } from '../jobs/reports';
import { listPredictions, listRuns, readEvents, readRun, runFolder, updateRun } from '../jobs/runFolder';
import { readLanes, readOpinion, readReadouts, readScores } from './predictions';
import type { Session } from './session';

type RunHandlers = Pick<
  Handlers,
  | 'runs.list'
  | 'runs.events'
  | 'runs.rename'
  | 'runs.delete'
  | 'runs.lanes'
  | 'runs.scores'
  | 'runs.readout'
  | 'runs.opinion'
  | 'runs.importPredictions'
>;

/** Runs with their reports, and what they predict, in the parts that the page shows. */
export function runHandlers(session: Session): RunHandlers {
  const store = () => session.requireProject().store;
  return {
    'runs.list': () => summaries(store()),
    'runs.events': ({ run, from }) => readEvents(runFolder(store().dir, run), from),
    'runs.rename': async ({ run, name }) => {
      await updateRun(store().dir, run, { name });
      return summaries(store());
    },
    'runs.delete': async ({ run }) => {
      await readRun(store().dir, run);
      requireIdle(session, run);
      await rm(runFolder(store().dir, run), { recursive: true, force: true });
      session.emit('project.changed', { what: ['runs'] });
      return summaries(store());
    },
    'runs.lanes': ({ video }) => readLanes(store(), video),
    'runs.scores': ({ run, video, from, to }) => readScores(store(), run, video, from, to),
    'runs.readout': ({ video, seconds }) => readReadouts(store(), video, seconds),
    'runs.opinion': (request) => readOpinion(store(), request),
    'runs.importPredictions': async (request) => {
      const result = await importPredictions(store(), request);
      session.emit('project.changed', { what: ['runs'] });
      return result;
    },
  };
}

function requireIdle(session: Session, run: string): void {
  const busy = session
    .requireProject()
    .queue.list()
    .find(
      (job) => 'run' in job.input && job.input.run === run && (job.state === 'running' || job.state === 'stopping'),
    );
  if (busy)
    throw new UserError(
      'run-busy',
      `${busy.title} is under way, so "${run}" cannot be deleted.`,
      'Cancel the job first.',
    );
}

async function summaries(store: ProjectStore): Promise<RunSummary[]> {
  const runs = await listRuns(store.dir, () => undefined);
  const now = new ScoredNow(store);
  return Promise.all(runs.map((run) => summary(store, run, now)));
}

async function summary(store: ProjectStore, run: Run, now: ScoredNow): Promise<RunSummary> {
  const dir = runFolder(store.dir, run.id);
  const predicted = await listPredictions(dir);
  const reports = await readReports(store.dir, run.id);
  const openSet = await readOpenSetReports(store.dir, run.id);
  const outdated: Record<string, string> = {};
  for (const split of new Set([...Object.keys(reports), ...Object.keys(openSet)])) {
    const on = { run: run.id, split, predicted: predicted[split] ?? [] };
    const reason =
      (await now.outdated(reports[split]?.scored, on)) ??
      (await now.outdated(openSet[split]?.scored, on, store.project.splits.train));
    if (reason !== null) outdated[split] = reason;
  }
  return {
    ...run,
    bytes: await bytesBelow(dir),
    reports,
    outdated,
    openSet,
    forgetting: await readForgettingReport(store.dir, run.id),
    predicted: Object.keys(predicted),
  };
}

async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return bytesBelow(path);
    return entry.isFile() ? ((await stat(path).catch(() => null))?.size ?? 0) : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
