import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { PlayingCopies } from '../../../src-main/api/playingCopies';
import { Cancelled } from '../../../src-main/common/errors';
import { createProject } from '../../../src-main/data/project/store';
import { playingCopyPath } from '../../../src-main/jobs/playingCopy';
import { FakeChild } from '../../builders/fakeChild';
import { temporaryFolder, userError, video } from '../data/temporaryProject';

async function setUp() {
  const store = await createProject(temporaryFolder(), { name: 'copies', singleLabel: false });
  await store.saveVideos([video('a', { hash: '1:aaaa' }), video('b', { hash: '1:bbbb' })]);
  const children: FakeChild[] = [];
  const spawn = () => {
    const child = new FakeChild();
    children.push(child);
    return child;
  };
  const report = vi.fn();
  const copies = new PlayingCopies(store, spawn, report);
  const started = (count: number) => vi.waitFor(() => expect(children).toHaveLength(count));
  return { store, children, copies, report, started };
}

describe('copies for playing', () => {
  it('are made once for all who ask, with progress', async () => {
    const { children, copies, report, started } = await setUp();
    const both = Promise.all([copies.make('a'), copies.make('a')]);
    await started(1);
    const progress = { stage: 'Making a copy for playing', done: 3, total: 9, unit: 'frames' };
    children[0]!.say({ type: 'progress', progress });
    children[0]!.say({ type: 'done', result: { frames: 9 } });
    await both;
    expect(children).toHaveLength(1);
    expect(report.mock.calls).toEqual([[{ video: 'a', progress }]]);
  });

  it('are given up when that is asked for, and begun anew later', async () => {
    const { children, copies, started } = await setUp();
    const first = copies.make('a').catch((error: unknown) => error);
    await started(1);
    copies.cancel('b');
    expect(children[0]!.received).toHaveLength(1);
    copies.cancel('a');
    expect(await first).toBeInstanceOf(Cancelled);
    const again = copies.make('a');
    await started(2);
    children[1]!.say({ type: 'done', result: { frames: 9 } });
    await again;
  });

  it('are given up for that of another video', async () => {
    const { children, copies, started } = await setUp();
    const first = copies.make('a').catch((error: unknown) => error);
    await started(1);
    const second = copies.make('b');
    await started(2);
    expect(await first).toBeInstanceOf(Cancelled);
    children[1]!.say({ type: 'done', result: { frames: 9 } });
    await second;
  });

  it('are not made where they are, and say how a child died', async () => {
    const { store, children, copies, started } = await setUp();
    const path = playingCopyPath(store, store.video('a'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'a copy');
    await copies.make('a');
    expect(children).toHaveLength(0);
    const failed = userError(copies.make('b'));
    await started(1);
    children[0]!.end(null, 'SIGSEGV');
    expect((await failed).message).toBe(
      'Making a copy of b for playing: Worker crashed before its first report (signal SIGSEGV).',
    );
  });
});
