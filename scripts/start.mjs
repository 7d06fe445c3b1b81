// `npm start`: Electron where its binary can be had and there is a display, else the browser shell; one
// sentence says which and why.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const stallSeconds = 20;
const day = 24 * 3600 * 1000;
const notes = join(root, 'node_modules', '.cache', 'gad-workbench');
const refusalFile = join(notes, 'electron-download.json');

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Path of Electron's executable, or null while its binary is not there. */
function electronPath() {
  try {
    const path = createRequire(import.meta.url)('electron');
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function bytesBelow(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesBelow(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}

/** Lets the electron package fetch its binary; gives up when nothing arrives for 20 s. Returns null or why not. */
function downloadElectron() {
  if (existsSync(refusalFile)) {
    const refusal = JSON.parse(readFileSync(refusalFile, 'utf8'));
    if (Date.now() - refusal.time < day) return `${refusal.reason}; it is tried again a day later`;
  }
  process.stderr.write('Fetching Electron (about 110 MB, once).\n');
  const temporary = join(notes, 'download');
  mkdirSync(temporary, { recursive: true });
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const child = spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    cwd: root,
    env,
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    let seen = 0;
    let still = 0;
    const watch = setInterval(() => {
      const bytes = bytesBelow(temporary);
      still = bytes > seen ? 0 : still + 1;
      seen = bytes;
      if (still >= stallSeconds) child.kill();
    }, 1000);
    child.on('close', () => {
      clearInterval(watch);
      rmSync(temporary, { recursive: true, force: true });
      if (electronPath()) return resolve(null);
      const reason =
        still >= stallSeconds
          ? `its download made no progress for ${stallSeconds} s`
          : 'its binary could not be downloaded';
      writeFileSync(refusalFile, JSON.stringify({ time: Date.now(), reason }));
      resolve(reason);
    });
  });
}

async function chooseShell() {
  if (!hasDisplay()) return { electron: null, why: 'there is no display' };
  const present = electronPath();
  if (present) return { electron: present, why: 'there is a display and Electron is installed' };
  const refused = await downloadElectron();
  return refused
    ? { electron: null, why: refused }
    : { electron: electronPath(), why: 'there is a display and Electron was fetched' };
}

ensureInstalled();
ensureBuilt();
const { electron, why } = await chooseShell();
const given = process.argv.slice(2);
if (electron) {
  process.stderr.write(`Opening in Electron: ${why}.\n`);
  const root0 = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  spawn(electron, [...root0, root, ...given], { stdio: 'inherit' }).on('close', (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(`Opening in the browser shell: ${why}.\n`);
  process.argv = [process.argv[0], 'gadw', 'serve', ...given];
  createRequire(import.meta.url)(join(root, 'out', 'main', 'gadw.cjs'));
}
