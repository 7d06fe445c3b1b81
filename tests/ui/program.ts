/** Starts the built program as a user would, on a folder of its own, and ends it with the test. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';

const entry = join(root, 'out', 'main', 'gadw.cjs');
const run = promisify(execFile);

export interface Program {
  url: string;
  folder: string;
  stop(): Promise<void>;
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'gadw-ui-'));
}

/** Runs one command of `gadw`; rejects where it fails. */
export async function gadw(userData: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [entry, ...args], { env: environment(userData), maxBuffer: 2 ** 26 });
  return stdout;
}

/** `gadw serve`; without a project it opens what a new user sees. */
export async function serve(folder: string, project?: string): Promise<Program> {
  const args = ['serve', ...(project === undefined ? [] : [project]), '--json'];
  const child = spawn(process.execPath, [entry, ...args], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child);
  return {
    url,
    folder,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the window and waits until it is drawn: keys that are pressed before go nowhere. */
export async function openWindow(page: Page, { url }: Program): Promise<void> {
  await page.goto(url);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

export function environment(userData: string): NodeJS.ProcessEnv {
  return { ...process.env, GADW_USER_DATA: join(userData, 'user') };
}

async function firstUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) return url;
  }
  throw new Error(`The program ended with ${child.exitCode} before it printed its address.`);
}

/** Generated clips with frame numbers: CLIPS_DIR, else the shared ones, else the small copy of the tests. */
export function clipsFolder(): string {
  const given = process.env['CLIPS_DIR'];
  const shared = join(root, '..', 'shared', 'data', 'video', 'generated');
  return given ?? (existsSync(shared) ? shared : join(root, 'tests', 'fixtures', 'clips'));
}
