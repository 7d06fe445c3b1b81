/**
 * One process a job. The child holds ONNX Runtime and the video library; when it dies of a native abort that is a
 * `crash` with the last thing it said, never silence, and the program that started it goes on. The child's entry path
 * is passed in, so that Electron, the browser shell, the command line and tests start the same file.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { ErrorRecord } from '../common/errors';
import type { Progress } from '../common/progress';

/** What the parent sends: once `start`, then what the job listens to, perhaps `cancel`. */
export type ToWorker = { type: 'start'; job: unknown } | { type: 'tell'; message: unknown } | { type: 'cancel' };
/** What the child sends, in order; exactly one of `done` and `error` is last. */
export type FromWorker =
  | { type: 'progress'; progress: Progress }
  | { type: 'log'; line: string }
  | { type: 'view'; view: unknown }
  | { type: 'done'; result: unknown }
  | { type: 'error'; error: ErrorRecord };

export interface WorkerListener {
  progress(progress: Progress): void;
  log(line: string): void;
  /** Something to look at while the job goes on, of the job's own kind. */
  view?(view: unknown): void;
}

export type WorkerOutcome =
  | { kind: 'done'; result: unknown }
  | { kind: 'error'; error: ErrorRecord }
  | { kind: 'crash'; description: string; stderr: string };

export interface WorkerHandle {
  readonly pid: number | undefined;
  readonly outcome: Promise<WorkerOutcome>;
  /** Sends plain data that the job listens to. */
  tell(message: unknown): void;
  /**
   * Asks politely; after `graceSeconds` without an end the child is killed. A pass of a large model may take a minute.
   */
  cancel(graceSeconds?: number): void;
  /** Kills at once, as a crash would. */
  kill(): void;
}

/** What a shell needs to provide to start children; Electron passes its own around `utilityProcess`. */
export interface ChildLike {
  readonly pid: number | undefined;
  send(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  onStderr(listener: (text: string) => void): void;
  /** Called once, also for exits nobody asked for. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  kill(): void;
}
export type SpawnChild = () => ChildLike;

const stderrKept = 4000;

/**
 * Runs one job in a child.
 * @param job plain data that the worker entry understands (`WorkerJob` of shells/worker)
 */
export function startWorker(spawn: SpawnChild, job: unknown, listener: WorkerListener): WorkerHandle {
  const child = spawn();
  let stderr = '';
  let lastProgress: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let cancelled = false;
  const outcome = new Promise<WorkerOutcome>((resolve) => {
    let answer: WorkerOutcome | undefined;
    child.onMessage((message) => {
      if (message.type === 'progress') {
        lastProgress = message.progress;
        listener.progress(message.progress);
      } else if (message.type === 'log') listener.log(message.line);
      else if (message.type === 'view') listener.view?.(message.view);
      else if (message.type === 'done') answer = { kind: 'done', result: message.result };
      else answer = { kind: 'error', error: message.error };
      if (answer) child.kill();
    });
    child.onStderr((text) => {
      stderr = (stderr + text).slice(-stderrKept);
    });
    child.onExit((code, signal) => {
      if (timer) clearTimeout(timer);
      if (answer) return resolve(answer);
      if (cancelled)
        return resolve({
          kind: 'error',
          error: { kind: 'cancelled', code: 'cancelled', message: 'Cancelled.', tip: '' },
        });
      resolve({ kind: 'crash', description: describeCrash(lastProgress, code, signal), stderr });
    });
  });
  child.send({ type: 'start', job });
  return {
    pid: child.pid,
    outcome,
    tell: (message) => child.send({ type: 'tell', message }),
    cancel: (graceSeconds = 120) => {
      cancelled = true;
      child.send({ type: 'cancel' });
      timer ??= setTimeout(() => child.kill(), graceSeconds * 1000);
    },
    kill: () => child.kill(),
  };
}

function describeCrash(last: Progress | undefined, code: number | null, signal: string | null): string {
  const where = last
    ? ` during ${last.stage.toLowerCase()} at ${last.done} of ${last.total} ${last.unit}`
    : ' before its first report';
  const how = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
  return `Worker crashed${where} (${how}).`;
}

/** Children by `child_process.fork`; in Electron's own binary too, with ELECTRON_RUN_AS_NODE. */
export function forkChild(entry: string, execPath = process.execPath): ChildLike {
  const child: ChildProcess = fork(entry, [], {
    execPath,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...(process.versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {}) },
  });
  return {
    pid: child.pid,
    send: (message) => {
      // One that is going away hears nothing; its end is told by `onExit`.
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromWorker)),
    onStderr: (listener) => child.stderr?.on('data', (data: Buffer) => listener(data.toString())),
    onExit: (listener) => child.once('close', listener),
    kill: () => child.kill('SIGKILL'),
  };
}
