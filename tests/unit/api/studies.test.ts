import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { studyHandlers } from '../../../src-main/api/studies';
import { unwatched } from '../../../src-main/common/progress';
import type { Session } from '../../../src-main/api/session';
import { forkChild } from '../../../src-main/jobs/process';
import { JobQueue } from '../../../src-main/jobs/queue';
import { readStudyResult } from '../../../src-main/jobs/study/files';
import { smallProject, writeFiles } from '../data/temporaryProject';

const worker = fileURLToPath(new URL('../../fixtures/workers/worker.cjs', import.meta.url));

/** The handlers over a project with the study `mine`, whose rows `a` and `c` have the same settings. */
async function studied() {
  const store = await smallProject();
  const rows = [{ label: 'a' }, { label: 'b', settings: { rank: 8 } }, { label: 'c', settings: { rank: 16 } }];
  writeFiles(store.dir, {
    'studies/mine.json': JSON.stringify({ version: 1, title: 'Mine', columns: ['segmentF1'], rows }),
  });
  const queue = new JobQueue({ project: store.dir, spawn: () => forkChild(worker), changed: () => undefined });
  onTestFinished(() => queue.close());
  const session = { requireProject: () => ({ store, queue }) } as unknown as Session;
  return { handlers: studyHandlers(session), queue, dir: store.dir };
}

const runs = (jobs: { input: object }[]) => jobs.map(({ input }) => (input as { run: string }).run);

describe('studies over the queue', () => {
  it('are queued once: rows with the same settings are one run, and what waits is not queued again', async () => {
    const { handlers, queue } = await studied();
    queue.start({ kind: 'infer', run: 'wait', split: 'test' });
    expect(runs(await handlers['studies.queue']({ study: 'mine' }, unwatched))).toEqual(['mine-a-s0', 'mine-b-s0']);
    expect(await handlers['studies.queue']({ study: 'mine' }, unwatched)).toEqual([]);
  });

  it('are stopped without the jobs of others', async () => {
    const { handlers, queue } = await studied();
    const other = queue.start({ kind: 'infer', run: 'wait', split: 'test' });
    await handlers['studies.queue']({ study: 'mine' }, unwatched);
    const stopped = await handlers['studies.stop']({ study: 'mine' }, unwatched);
    expect(stopped.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(queue.list().find(({ id }) => id === other.id)?.state).toBe('running');
  });

  it('are listed with those the program ships, and exported as text', async () => {
    const { handlers, dir } = await studied();
    const list = await handlers['studies.list']({}, unwatched);
    expect(list.find(({ name }) => name === 'mine')).toMatchObject({ title: 'Mine', done: 0, total: 3 });
    expect(list.map(({ name }) => name)).toContain('disc-vs-gen');
    const { file, text } = await handlers['studies.export']({ study: 'mine', format: 'md' }, unwatched);
    expect([file, text.split('\n')[2]]).toEqual(['mine.md', '| a (0 of 1 runs) | — |']);
    // Looking at a study writes nothing.
    expect(await readStudyResult(dir, 'mine')).toBeNull();
  });
});
