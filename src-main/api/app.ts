import { readdir, stat } from 'node:fs/promises';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { DeviceReport, FolderEntry } from '../common/contract/app';
import type { Handlers } from '../common/contract';
import { UserError } from '../common/errors';
import { writeFileAtomic } from '../data/project/atomic';
import type { WorkerJob } from '../jobs/runJob';
import type { Session } from './session';
import { runSideJob } from './sideJob';
import { version } from './version';

type AppHandlers = Pick<
  Handlers,
  | 'app.keymap'
  | 'app.setKeymap'
  | 'app.info'
  | 'app.devices'
  | 'app.recent'
  | 'app.forget'
  | 'app.pick'
  | 'app.save'
  | 'app.folder'
  | 'app.setMenu'
>;

/** What belongs to the machine and its user: devices, recent projects, keys, folders to choose from, files to save. */
export function appHandlers(session: Session): AppHandlers {
  let devices: Promise<DeviceReport[]> | undefined;
  return {
    'app.info': async () => ({
      version,
      platform: process.platform,
      threads: availableParallelism(),
      memoryBytes: totalmem(),
      ...session.services.info,
    }),
    'app.devices': () => (devices ??= probeDevices(session)),
    'app.recent': () => session.recent.list(),
    'app.forget': async ({ path }) => {
      await session.recent.forget(path);
      return {};
    },
    'app.setMenu': async (menus) => {
      session.services.setMenu?.(menus);
      return {};
    },
    'app.keymap': () => session.keymap.read(),
    'app.setKeymap': async (keys) => {
      await session.keymap.write(keys);
      session.emit('keymap.changed', keys);
      return {};
    },
    'app.pick': async (request) => (await session.services.pick?.(request)) ?? null,
    'app.save': async ({ files }) => ({ path: await saveFiles(session, files) }),
    'app.folder': ({ path }) => listFolder(path === '' ? homedir() : resolve(path)),
  };
}

/** @returns the file, or the folder of several; null where the dialog was dismissed */
async function saveFiles(
  { services }: Session,
  files: readonly { name: string; data: string }[],
): Promise<string | null> {
  const [only, ...others] = files;
  const isOne = only !== undefined && others.length === 0;
  const title = `Folder for ${files.length} files`;
  const path = isOne
    ? await services.pickTarget?.(only.name)
    : (await services.pick?.({ kind: 'folder', title, extensions: [] }))?.[0];
  if (!path) return null;
  for (const { name, data } of files) {
    await writeFileAtomic(isOne ? path : join(path, basename(name)), Buffer.from(data, 'base64'));
  }
  return path;
}

/** In a child, because a provider that is half there may abort the process that tries it. */
async function probeDevices(session: Session): Promise<DeviceReport[]> {
  const job: WorkerJob = { project: '', input: { kind: 'devices' } };
  const tip = 'Training on the CPU works without it.';
  return (await runSideJob(session.services.spawn, job, { what: 'Looking for devices', tip })) as DeviceReport[];
}

function whyUnreadable(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no folder ${path}.`;
  if (code === 'ENOTDIR') return `${path} is a file, not a folder.`;
  return `Could not list ${path}: ${code ?? message}.`;
}

/** Folders first, hidden entries left out. @throws UserError `folder-unreadable` */
async function listFolder(path: string): Promise<{ path: string; parent: string | null; entries: FolderEntry[] }> {
  const names = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      'folder-unreadable',
      whyUnreadable(path, error),
      'Choose a folder that is there and may be read.',
    );
  });
  const entries = await Promise.all(
    names
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry): Promise<FolderEntry | null> => {
        const full = join(path, entry.name);
        const info = await stat(full).catch(() => null);
        return (
          info && { name: entry.name, path: full, folder: info.isDirectory(), bytes: info.isFile() ? info.size : 0 }
        );
      }),
  );
  const parent = dirname(path);
  return {
    path,
    parent: parent === path ? null : parent,
    entries: entries
      .filter((entry) => entry !== null)
      .sort(
        (a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, undefined, { numeric: true }),
      ),
  };
}
