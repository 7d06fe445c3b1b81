import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensureBuilt, root } from '../../scripts/prepare.mjs';

/**
 * The built command line as people and clusters run it: a real process, what it prints, how it exits. The build
 * is made if a source is newer.
 */
ensureBuilt();
const built = join(root, 'out', 'main');
export const entry = join(built, 'gadw.cjs');

/** Entry of the child process that does the jobs. */
export const workerEntry = join(built, 'worker.cjs');

export interface Ended {
  /** Exit code; null where a signal ended it. */
  code: number | null;
  /** Lines, without the last line's end. */
  stdout: string[];
  stderr: string[];
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the text was printed on stderr; rejects when the command ends before. */
  said(text: string): Promise<void>;
}

const lines = (text: string): string[] => text.replace(/\n$/, '').split('\n');

/** Starts `gadw` in a process group of its own, as a shell does. It is killed when the test ends. */
export function startGadw(...args: string[]): RunningCommand {
  const child = spawn(process.execPath, [entry, ...args], {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GADW_USER_DATA: join(tmpdir(), 'gadw-user-data') },
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const look of waiting) look();
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: lines(stdout), stderr: lines(stderr) }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stderr.includes(text)) resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`"${text}" was never said:\n${stderr}`)));
    });
  return { process: child, ended, said };
}

/** Runs `gadw` to its end. */
export function gadw(...args: string[]): Promise<Ended> {
  return startGadw(...args).ended;
}

/** Runs `gadw … --json` to its end; the answer is the last line of stdout. */
export async function gadwJson(...args: string[]): Promise<{ code: number | null; json: Record<string, unknown> }> {
  const { code, stdout } = await gadw(...args, '--json');
  return { code, json: JSON.parse(stdout.at(-1) ?? '') as Record<string, unknown> };
}

/** The process that does the job of a running command. Linux only, as `/proc` is. */
export function childOf(command: RunningCommand): number {
  const pid = command.process.pid as number;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(children[0]);
}
