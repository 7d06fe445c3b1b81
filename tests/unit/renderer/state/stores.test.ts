import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '../../../../src-main/common/contract/runs';
import { Cancelled, UserError } from '../../../../src-main/common/errors';
import { defaultTrainSettings } from '../../../../src-main/common/settings';
import { call, setClient } from '../../../../src-renderer/client';
import { createFake } from '../../../builders/fakeProgram';
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
    setClient(createFake({ videos: 5 }).client);
    await startSync(opening(), () => {});
    const { project, runs, features, models, recent } = useProject.getState();
    expect(project?.videos).toHaveLength(5);
    expect([runs, features, models, recent].map((list) => (list ?? []).length > 0)).toEqual([true, true, true, true]);
  });

  it('tell "no project" from "not known yet", and fill when one is opened', async () => {
    setClient(createFake({ closed: true }).client);
    useProject.setState({ project: undefined, runs: undefined });
    await startSync(opening(), () => {});
    expect(useProject.getState().project).toBeNull();
    expect(useProject.getState().runs).toBeUndefined();
    await openProject('/home/you/kitchen-demo');
    expect(useProject.getState().project?.project.name).toBe('kitchen-demo');
    expect(useProject.getState().runs).not.toBeUndefined();
  });
});

describe('jobs and events', () => {
  it('are put into the store once a frame, complete and in order', async () => {
    const fake = createFake();
    setClient(fake.client);
    await startSync(opening(), () => {});
    await call('jobs.start', { kind: 'train', run: 'new-run', settings: defaultTrainSettings() });
    await watchRun('new-run');
    fake.tick(300);
    fake.tick(300);
    await settle();
    expect(useJobs.getState().events['new-run']).toHaveLength(0);
    drawFrame();
    expect(frames).toHaveLength(0);
    const steps = (useJobs.getState().events['new-run'] ?? []).flatMap((event) =>
      event.type === 'step' ? [event.step] : [],
    );
    expect(steps).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    expect(leadingJob(useJobs.getState().jobs ?? noJobs)).toMatchObject({ state: 'running', progress: { done: 600 } });
  });

  it('of runs nobody looks at are not kept', async () => {
    const fake = createFake();
    setClient(fake.client);
    await startSync(opening(), () => {});
    await call('jobs.start', { kind: 'train', run: 'unwatched', settings: defaultTrainSettings() });
    fake.tick(10);
    await settle();
    drawFrame();
    expect(useJobs.getState().events).not.toHaveProperty('unwatched');
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
  const runs = async () => {
    setClient(createFake().client);
    return call('runs.list', {});
  };

  it('that ended early can go on, with updates done or without; imported and finished ones cannot', async () => {
    const [run] = await runs();
    const unfinished = (status: RunSummary['status'], own: Partial<RunSummary> = {}) =>
      isUnfinished({ ...run!, status, ...own });
    // Cancelled or crashed while its contexts were tried: no update yet.
    expect(unfinished('cancelled', { stepsDone: 0 })).toBe(true);
    expect(unfinished('failed', { stepsDone: 0 })).toBe(true);
    expect(unfinished('failed', { stepsDone: 12 })).toBe(true);
    expect(unfinished('trained')).toBe(false);
    expect(unfinished('training')).toBe(false);
    expect(unfinished('failed', { settings: null })).toBe(false);
  });

  it('are measured by queued jobs', async () => {
    const [run] = await runs();
    await measureOpenSet(run!, 'val');
    await measureForgetting(run!);
    expect((await call('jobs.list', {})).map(({ input }) => input)).toEqual([
      { kind: 'openSet', run: run!.id, split: 'val' },
      { kind: 'forgetting', run: run!.id },
    ]);
  });
});
