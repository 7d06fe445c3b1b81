import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JobInput, JobRecord } from '../../../src-main/common/contract/jobs';
import { forkChild } from '../../../src-main/jobs/process';
import { JobQueue } from '../../../src-main/jobs/queue';

const entry = fileURLToPath(new URL('../../fixtures/workers/worker.cjs', import.meta.url));
const job = (run: string): JobInput => ({ kind: 'infer', run, split: 'test' });

function makeQueue() {
  const states: string[] = [];
  let wake = () => {};
  const queue = new JobQueue({
    project: 'nowhere',
    spawn: () => forkChild(entry),
    changed: (record: JobRecord) => {
      const last = states[states.length - 1];
      const line = `${record.id} ${record.state}`;
      if (line !== last) states.push(line);
      wake();
    },
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { queue, states, until };
}

describe('job queue', () => {
  it('runs jobs one after another in real children and goes on after a failure and a native abort', async () => {
    const { queue, states } = makeQueue();
    queue.start(job('fail'));
    queue.start(job('abort'));
    queue.start(job('done'));
    await queue.whenIdle();
    const [failed, crashed, done] = queue.list();
    expect(failed).toMatchObject({ state: 'failed', error: { message: 'Found nothing.', tip: 'Add something.' } });
    expect(crashed?.state).toBe('failed');
    expect(crashed?.error?.message).toMatch(/^Worker crashed during training at 3 of 10 steps \(signal SIGABRT\)\.$/);
    expect(crashed?.resumable).toBe(true);
    expect(done?.state).toBe('done');
    expect([...new Set(states.filter((line) => line.endsWith('running')))]).toEqual([
      'job-1 running',
      'job-2 running',
      'job-3 running',
    ]);
  });

  it('stops a running job when asked, keeps it resumable, and starts the next', async () => {
    const { queue, until } = makeQueue();
    const first = queue.start(job('wait'));
    const second = queue.start(job('done'));
    await until(() => queue.list()[0]?.progress !== null);
    expect(queue.cancel(first.id)?.state).toBe('stopping');
    await queue.whenIdle();
    expect(queue.list().map((record) => record.state)).toEqual(['cancelled', 'done']);
    expect(queue.list()[0]?.resumable).toBe(true);
    const resumed = queue.resume(first.id);
    expect(resumed?.state).toBe('running');
    await queue.close();
    expect(queue.list().find((record) => record.id === second.id)?.state).toBe('done');
  });

  it('takes a queued job out without starting it', async () => {
    const { queue, states } = makeQueue();
    queue.start(job('done'));
    const second = queue.start(job('done'));
    queue.cancel(second.id);
    await queue.whenIdle();
    expect(states).not.toContain(`${second.id} running`);
  });
});
