/** A real Electron on a folder of its own, where the machine has one and a display. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, test } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';
import { environment } from './program';

const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
const electronFound = existsSync(join(dist, 'electron')) || existsSync(join(root, 'node_modules', 'electron', 'dist'));
const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);

/** Skips the tests of a file, saying why, where none can be started. */
export function skipWithoutElectron(): void {
  test.skip(!electronFound, 'There is no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH.');
  test.skip(!display, 'There is no display.');
}

/** Starts the program on a folder of its own, as `npm start` does for root; `args` follow the application's path. */
export function launch(folder: string, ...args: string[]): Promise<ElectronApplication> {
  const given = Object.entries(environment(folder)).filter(([, value]) => value !== undefined);
  return _electron.launch({
    args: ['--no-sandbox', root, ...args],
    env: Object.fromEntries(given) as Record<string, string>,
  });
}
