import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '../../../../src-main/common/contract/runs';
import type { RunEvent } from '../../../../src-main/common/domain/run';
import { Cancelled, UserError } from '../../../../src-main/common/errors';
import { defaultTrainSettings } from '../../../../src-main/common/settings';
import { createRun } from '../../../../src-main/jobs/runFolder';
import { call, setClient } from '../../../../src-renderer/client';
import { madeRun, runSummary } from '../../../builders/madeRun';
import { programHere } from '../../../builders/programHere';
import { toyKitchen } from '../../../builders/toyKitchen';
import { temporaryFolder } from '../../data/temporaryProject';
import {
  isUnfinished,
  leadingJob,
  measureForgetting,
  measureOpenSet,
  noJobs,
  useJobs,
  watchRun,
} from '../../../../src-renderer/state/jobs';
import { raise, useNotices } from '../../../../src-renderer/state/notices';
import { openProject, useProject } from '../../../../src-renderer/state/project';
import { startSync } from '../../../../src-renderer/state/sync';

/** The toy kitchen with one run. */
async function trainedKitchen() {
  const { dir } = await toyKitchen(join(temporaryFolder(), 'kitchen'), []);
  const run = madeRun('trained', { classes: [] });
  await createRun(dir, run);
  return { dir, run };
}

const opening = () => Promise.all([call('app.info', {}), call('project.state', {})]);

let frames: (() => void)[] = [];
const drawFrame = () => {
  const due = frames;
  frames = [];
  for (const frame of due) frame();
};
/** Lets messages that are under way arrive. */
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  useJobs.setState({ jobs: undefined, events: {} });
  useNotices.setState({ notices: [], toast: null, status: '' });
});

describe('the mirrors of the project', () => {
  it('hold the open project and its lists after the start', async () => {
    const { dir } = await trainedKitchen();
    setClient((await programHere(dir)).client);
    await startSync(opening(), () => {});
    const { project, runs, features, models, recent } = useProject.getState();
    expect(project?.videos).toHaveLength(5);
    expect(runs?.map(({ id }) => id)).toEqual(['trained']);
    expect(features?.map(({ name }) => name)).toEqual(['toy']);
    expect(models?.map(({ id }) => id)).toContain('kitchen-lm');
    expect(recent).toMatchObject([{ path: dir, missing: false }]);
  });

  it('tell "no project" from "not known yet", and fill when one is opened', async () => {
    const { dir } = await trainedKitchen();
    setClient((await programHere()).client);
    useProject.setState({ project: undefined, runs: undefined });
    await startSync(opening(), () => {});
    expect(useProject.getState().project).toBeNull();
    expect(useProject.getState().runs).toBeUndefined();
    await openProject(dir);
    expect(useProject.getState().project?.project.name).toBe('kitchen');
    expect(useProject.getState().runs).toHaveLength(1);
  });
});

describe('jobs and events', () => {
  const checkpoints = (from: number, to: number): RunEvent[] =>
    Array.from({ length: to - from }, (_, i) => ({ type: 'checkpoint', step: from + i + 1 }));
  const training = async () => {
    const { dir } = await trainedKitchen();
    const program = await programHere(dir);
    setClient(program.client);
    await startSync(opening(), () => {});
    await call('jobs.start', { kind: 'train', run: 'trained', settings: defaultTrainSettings() });
    const progress = (done: number) =>
      program.children[0]?.say({
        type: 'progress',
        progress: { stage: 'Training', done, total: 2400, unit: 'updates' },
      });
    const write = (from: number, to: number) =>
      program.session.emit('run.events', { run: 'trained', from, events: checkpoints(from, to) });
    return { progress, write };
  };

  it('are put into the store once a frame, complete and in order', async () => {
    const { progress, write } = await training();
    await watchRun('trained');
    for (const done of [300, 600]) {
      write(done - 300, done);
      progress(done);
    }
    await settle();
    expect(useJobs.getState().events['trained']).toHaveLength(0);
    drawFrame();
    expect(frames).toHaveLength(0);
    expect(useJobs.getState().events['trained']).toEqual(checkpoints(0, 600));
    expect(leadingJob(useJobs.getState().jobs ?? noJobs)).toMatchObject({ state: 'running', progress: { done: 600 } });
  });

  it('of runs nobody looks at are not kept', async () => {
    const { write } = await training();
    write(0, 10);
    await settle();
    drawFrame();
    expect(useJobs.getState().events).not.toHaveProperty('trained');
  });
});

describe('notices', () => {
  it('are one a condition, and a cancelled call is none', () => {
    raise('open', new UserError('a', 'First.', 'Tip.'));
    raise('open', new UserError('b', 'Second.', 'Tip.'));
    raise('close', new Cancelled());
    expect(useNotices.getState().notices.map(({ error }) => error.message)).toEqual(['Second.']);
  });
});

describe('runs', () => {
  it('that ended early can go on, with updates done or without; imported and finished ones cannot', () => {
    const run = runSummary(madeRun('r', { classes: [], settings: defaultTrainSettings() }));
    const unfinished = (status: RunSummary['status'], own: Partial<RunSummary> = {}) =>
      isUnfinished({ ...run, status, ...own });
    // Cancelled or crashed while its contexts were tried: no update yet.
    expect(unfinished('cancelled', { stepsDone: 0 })).toBe(true);
    expect(unfinished('failed', { stepsDone: 0 })).toBe(true);
    expect(unfinished('failed', { stepsDone: 12 })).toBe(true);
    expect(unfinished('trained')).toBe(false);
    expect(unfinished('training')).toBe(false);
    expect(unfinished('failed', { settings: null })).toBe(false);
  });

  it('are measured by queued jobs', async () => {
    const { dir, run } = await trainedKitchen();
    setClient((await programHere(dir)).client);
    await measureOpenSet(runSummary(run), 'val');
    await measureForgetting(runSummary(run));
    expect((await call('jobs.list', {})).map(({ input }) => input)).toEqual([
      { kind: 'openSet', run: run.id, split: 'val' },
      { kind: 'forgetting', run: run.id },
    ]);
  });
});
