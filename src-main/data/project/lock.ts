import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { UserError } from '../../common/errors';
import { errorCode, isRunning, saveError } from './atomic';

/** A lock without a heartbeat for this long belongs to a process that died and is taken over. */
const STALE_MS = 15_000;
const BETWEEN_ATTEMPTS_MS = 100;
/** Longer than a dead owner's lock lasts, so that work goes on after a crash without a hand. */
const ATTEMPTS = 1.2 * (STALE_MS / BETWEEN_ATTEMPTS_MS);

/**
 * Runs `action` as the only writer of `path`, over all processes and machines that see the disk. The lock is the folder
 * `<path>.lock`, whose time is renewed while the action runs; `<path>.lock.owner` says who holds it. Waits for
 * another holder, a little longer than the lock of a dead one lasts. Locks do not nest.
 *
 * @param saved the file that is saved under it, where that is another one: errors name it
 * @throws UserError `locked` when somebody else keeps it
 */
export async function withLock<T>(path: string, action: () => Promise<T>, saved = path): Promise<T> {
  let lost = false;
  const release = await acquire(path, saved, () => {
    lost = true;
  });
  try {
    return await action();
  } finally {
    if (!lost) {
      await rm(ownerFile(path), { force: true }).catch(() => undefined);
      await release().catch(() => undefined);
    }
  }
}

/**
 * Whether somebody works under the lock of `path` now. A holder of this machine does so as long as its process runs,
 * for long computations keep it from renewing the lock in time; one of another machine as long as it renews it.
 */
export async function isLocked(path: string): Promise<boolean> {
  const renewed = (await stat(`${path}.lock`).catch(() => null))?.mtimeMs;
  if (renewed === undefined) return false;
  const owner = await readOwner(path);
  if (owner?.host !== hostname()) return Date.now() - renewed < STALE_MS;
  const started = Date.now() - uptime() * 1000;
  // After a restart another process may have the same number.
  return isRunning(owner.pid) && renewed > started;
}

async function acquire(path: string, saved: string, onCompromised: () => void): Promise<() => Promise<void>> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(path), { recursive: true });
      const release = await lockfile.lock(path, { realpath: false, stale: STALE_MS, onCompromised });
      await writeFile(
        ownerFile(path),
        `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`,
      ).catch(async (error: unknown) => {
        await release();
        throw error;
      });
      return release;
    } catch (error) {
      if (errorCode(error) !== 'ELOCKED') throw saveError(saved, error);
      if (await takenFromTheDead(path)) continue;
      if (attempt === ATTEMPTS) throw await lockedError(path, saved);
      await wait(BETWEEN_ATTEMPTS_MS);
    }
  }
}

const ownerFile = (path: string) => `${path}.lock.owner`;

async function readOwner(path: string): Promise<{ pid: number; host: string } | null> {
  const text = await readFile(ownerFile(path), 'utf8').catch(() => '');
  const [, pid, host] = /^process (\d+) on (\S+) /.exec(text) ?? [];
  return pid === undefined || host === undefined ? null : { pid: Number(pid), host };
}

/**
 * Whether the lock was of a process of this machine that is no more: it is then gone, so that work after a crash need
 * not wait until the lock has grown stale.
 */
async function takenFromTheDead(path: string): Promise<boolean> {
  const lock = `${path}.lock`;
  const age = async () => (await stat(lock).catch(() => null))?.mtimeMs;
  const before = await age();
  const owner = await readOwner(path);
  if (owner?.host !== hostname() || isRunning(owner.pid) || before !== (await age())) return false;
  const dead = `${lock}.${owner.pid}`;
  // Whoever has the lock next writes its own name; until then it must not be taken for the dead one's.
  await rm(ownerFile(path), { force: true });
  // Of several that wait, one moves it away.
  const moved = await rename(lock, dead).then(
    () => true,
    () => false,
  );
  if (moved) await rm(dead, { recursive: true, force: true });
  return moved;
}

async function lockedError(path: string, saved: string): Promise<UserError> {
  const owner = await readFile(ownerFile(path), 'utf8').catch(() => '');
  return new UserError(
    'locked',
    `Could not save ${basename(saved)}: it is being written by ${owner || 'another process'}.`,
    `Wait until that is done, or end that process: its lock ends ${STALE_MS / 1000} s after it.`,
  );
}
