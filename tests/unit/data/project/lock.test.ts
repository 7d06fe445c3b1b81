import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as timers from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { withLock } from '../../../../src-main/data/project/lock';
import { temporaryFolder, userError } from '../temporaryProject';

const waits = vi.hoisted(() => ({ skipped: false }));

vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof timers>();
  return { ...real, setTimeout: (ms: number) => (waits.skipped ? real.setImmediate() : real.setTimeout(ms)) };
});

describe('a lock', () => {
  it('lets one writer in at a time, names its owner, and leaves nothing', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'a.json');
    let inside = 0;
    const most = await Promise.all(
      [1, 2, 3].map(() =>
        withLock(path, async () => {
          inside++;
          const seen = inside;
          await new Promise((resolve) => setImmediate(resolve));
          expect(readFileSync(`${path}.lock.owner`, 'utf8')).toContain(`process ${process.pid} on `);
          inside--;
          return seen;
        }),
      ),
    );
    expect(most).toEqual([1, 1, 1]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    const path = join(temporaryFolder(), 'a.json');
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('of a process of this machine that is no more is taken at once', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'a.json');
    mkdirSync(`${path}.lock`);
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${path}.lock.owner`, `process ${pid} on ${hostname()} since ${new Date().toISOString()}`);
    expect(await withLock(path, async () => 'done')).toBe('done');
    expect(readdirSync(dir)).toEqual([]);
    // A lock that is not taken over is waited for 15 s and more.
  }, 10_000);

  it('says who keeps it', async () => {
    const path = join(temporaryFolder(), 'a.json');
    waits.skipped = true;
    const error = await withLock(path, () => userError(withLock(path, async () => undefined)));
    expect(error.message).toMatch(
      new RegExp(`^Could not save a\\.json: it is being written by process ${process.pid} on .+ since .+\\.$`),
    );
  });
});
