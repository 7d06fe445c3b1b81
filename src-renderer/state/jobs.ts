/**
 * Jobs and what runs write while they train. Events of the program are gathered and put into the store once a frame
 * drawn, so that training never waits for the page and the page never queues a thousand redraws.
 */
import { create } from 'zustand';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import type { RunSummary } from '../../src-main/common/contract/runs';
import type { RunEvent } from '../../src-main/common/domain/run';
import type { SplitName } from '../../src-main/common/domain/project';
import { call } from '../client';
import { say } from './notices';

interface JobsState {
  /** In the order of the queue; undefined before the first answer. */
  jobs: JobRecord[] | undefined;
  /** All events of the runs that are looked at, by run id. */
  events: Record<string, readonly RunEvent[]>;
}

export const useJobs = create<JobsState>(() => ({ jobs: undefined, events: {} }));
export const noJobs: readonly JobRecord[] = [];
export const noEvents: readonly RunEvent[] = [];

type Change = (state: JobsState) => Partial<JobsState>;
let waiting: Change[] = [];

/** Applies changes together at the next frame drawn. */
function later(change: Change): void {
  waiting.push(change);
  if (waiting.length > 1) return;
  requestAnimationFrame(() => {
    const changes = waiting;
    waiting = [];
    useJobs.setState((state) => changes.reduce((next, apply) => ({ ...next, ...apply(next) }), state));
  });
}

export const setJobs = (jobs: JobRecord[]): void => useJobs.setState({ jobs });

/** Takes the place of what was known of the job, or joins the end of the queue. */
export function jobChanged(job: JobRecord): void {
  later(({ jobs = [] }) => ({
    jobs: jobs.some((j) => j.id === job.id) ? jobs.map((j) => (j.id === job.id ? job : j)) : [...jobs, job],
  }));
}

/** New lines of a run; lines before `from` that are missing are asked for. Runs nobody looks at are left out. */
export function runEvents(run: string, from: number, events: readonly RunEvent[]): void {
  const known = useJobs.getState().events[run];
  if (known === undefined) return;
  later((state) => {
    const have = state.events[run] ?? [];
    if (from > have.length) {
      void watchRun(run);
      return {};
    }
    return { events: { ...state.events, [run]: [...have.slice(0, from), ...events] } };
  });
}

/** Begins to keep a run's events, from the first. */
export async function watchRun(run: string): Promise<void> {
  const { events } = await call('runs.events', { run, from: 0 });
  useJobs.setState((state) => ({ events: { ...state.events, [run]: events } }));
}

export const isActive = (job: JobRecord): boolean =>
  job.state === 'queued' || job.state === 'running' || job.state === 'stopping';

/** The job the pill speaks of: the one that runs, else the first that waits. */
export function leadingJob(jobs: readonly JobRecord[]): JobRecord | undefined {
  return jobs.find((job) => job.state === 'running' || job.state === 'stopping') ?? jobs.find(isActive);
}

/** Share done of a job's present stage, 0 to 1. */
export function shareDone({ progress }: JobRecord): number {
  return progress && progress.total > 0 ? progress.done / progress.total : 0;
}

/** The run a job trains or reads, if it has one. */
export const runOf = (job: JobRecord): string | null => ('run' in job.input ? job.input.run : null);

/** The training of a run: the one under way, else the last that ended. */
export function trainingOf(jobs: readonly JobRecord[], run: string): JobRecord | undefined {
  const trainings = jobs.filter((job) => job.input.kind === 'train' && job.input.run === run);
  return trainings.find(isActive) ?? trainings[trainings.length - 1];
}

/** Ended early: it goes on from its last checkpoint, before the first from what trying its contexts came to. */
export const isUnfinished = (run: RunSummary): boolean =>
  run.settings !== null && (run.status === 'cancelled' || run.status === 'failed');

/** Goes on with a run's training, by its job where the queue still has it. */
export async function resumeTraining(run: RunSummary): Promise<void> {
  const job = trainingOf(useJobs.getState().jobs ?? noJobs, run.id);
  if (job) await resumeJob(job.id);
  else if (run.settings) await call('jobs.start', { kind: 'train', run: run.id, settings: run.settings, resume: true });
}

/** Scores a run on a split; where it has not seen the split yet, it is run there first. */
export async function evaluateOn(run: RunSummary, split: SplitName): Promise<void> {
  if (!run.predicted.includes(split)) await call('jobs.start', { kind: 'infer', run: run.id, split });
  await call('jobs.start', { kind: 'evaluate', run: run.id, split });
  say(`Evaluating ${run.name} on ${split}`);
}

/** Measures how a run meets the classes that were held out of its training. */
export async function measureOpenSet(run: RunSummary, split: SplitName): Promise<void> {
  await call('jobs.start', { kind: 'openSet', run: run.id, split });
  say(`Measuring how ${run.name} meets held-out classes on ${split}`);
}

/** Measures what training took from a run's language model. */
export async function measureForgetting(run: RunSummary): Promise<void> {
  await call('jobs.start', { kind: 'forgetting', run: run.id });
  say(`Measuring what ${run.name} forgot`);
}

/** Goes on with an ended job; a new one takes its place in the queue. */
export async function resumeJob(id: string): Promise<void> {
  await call('jobs.resume', { id });
  setJobs(await call('jobs.list', {}));
}
