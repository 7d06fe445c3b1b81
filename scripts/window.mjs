// The built program and a browser to look at it with, for scripts that time or picture the window.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { root } from './prepare.mjs';

const executable = process.env.GADW_CHROMIUM ?? '/usr/bin/chromium';

/** @param extra arguments of Chromium */
export const launchBrowser = (...extra) =>
  chromium.launch({
    ...(existsSync(executable) ? { executablePath: executable } : {}),
    args: ['--no-sandbox', '--disable-gpu', ...extra],
  });

/** Starts `gadw serve`; resolves when it prints its address. @param userData the user's folder */
export async function serve(userData, ...args) {
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'gadw.cjs'), 'serve', ...args, '--json'], {
    env: { ...process.env, GADW_USER_DATA: userData },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line);
    if (url) return { url, stop };
  }
  throw new Error('the program ended before it printed its address');
}
