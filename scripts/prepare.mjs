// What every entry needs before it runs: packages installed as the lock file says, and a build
// not older than the sources.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'out', 'main', 'gadw.cjs');
const sources = ['src-main', 'src-renderer', 'electron.vite.config.ts', 'package-lock.json'];

function run(what, script, args) {
  const result = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    process.stderr.write(`${what} failed; the lines above say why.\n`);
    process.exit(1);
  }
}

/** Whether every package of the lock file is there in its version; those for other systems need not be. */
function isInstalled() {
  const file = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(file)) return false;
  const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const found = packagesOf(file);
  const { '': _root, ...wanted } = packagesOf(join(root, 'package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => found[path]?.version === version || (optional && !found[path]),
  );
}

/** Installs what the lock file names, if it is not there. */
export function ensureInstalled() {
  if (isInstalled()) return;
  const npm = process.env.npm_execpath;
  if (!npm) {
    process.stderr.write('Missing packages. Run "npm ci" first, or start through npm ("npm start").\n');
    process.exit(1);
  }
  process.stderr.write('Installing packages as the lock file says.\n');
  run('Installing packages', npm, ['ci']);
}

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), 0);
}

/** Builds all shells if a source is newer than the last build; two at once wait for each other. */
export function ensureBuilt() {
  const fresh = () =>
    existsSync(stamp) && sources.every((source) => newest(join(root, source)) <= statSync(stamp).mtimeMs);
  const lock = join(root, 'out', '.building');
  // While another process builds, some files are new and others are still to come.
  if (!existsSync(lock) && fresh()) return;
  mkdirSync(join(root, 'out'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 300_000) rmdirSync(lock);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    if (fresh()) return;
    process.stderr.write('Building.\n');
    run('The build', join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), [
      'build',
      '--logLevel',
      'warn',
    ]);
  } finally {
    rmdirSync(lock);
  }
}
