/**
 * Entry of the child process that holds ONNX Runtime and the video library: runs one job, reports, ends. A `cancel`
 * message or SIGTERM fires the job's signal; the job then leaves what it has in a usable state and throws `Cancelled`.
 */
import { fileURLToPath } from 'node:url';
import { toErrorRecord } from '../../common/errors';
import type { Progress } from '../../common/progress';
import { forkChild, type FromWorker, type ToWorker } from '../../jobs/process';
import { runJob, type WorkerJob } from '../../jobs/runJob';

const controller = new AbortController();

/** Electron's utility process speaks through a port of its own instead of Node's channel. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}
const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

function send(message: FromWorker, then: () => void = () => undefined): void {
  if (parentPort) {
    parentPort.postMessage(message);
    // The parent ends this process once it has the last message.
  } else if (process.connected) process.send?.(message, then);
  else then();
}

/** What came before the job listened. */
const early: unknown[] = [];
let hear = (message: unknown): void => void early.push(message);

async function start(job: WorkerJob): Promise<void> {
  const context = {
    report: (progress: Progress) => send({ type: 'progress', progress }),
    log: (line: string) => send({ type: 'log', line }),
    signal: controller.signal,
  };
  const services = {
    spawn: () => forkChild(fileURLToPath(import.meta.url)),
    threadEntry: fileURLToPath(new URL('./thread.cjs', import.meta.url)),
    told: (listener: (message: unknown) => void) => {
      hear = listener;
      early.splice(0).forEach(listener);
    },
    show: (view: unknown) => send({ type: 'view', view }),
  };
  const last = await runJob(job, context, services).then(
    (result): FromWorker => ({ type: 'done', result }),
    (error: unknown): FromWorker => ({ type: 'error', error: toErrorRecord(error) }),
  );
  send(last, () => process.exit(0));
}

function receive(message: ToWorker): void {
  if (message.type === 'start') void start(message.job as WorkerJob);
  else if (message.type === 'tell') hear(message.message);
  else controller.abort();
}

if (parentPort) parentPort.on('message', ({ data }) => receive(data as ToWorker));
else process.on('message', receive);
process.on('SIGTERM', () => controller.abort());
// Ctrl C in a terminal reaches every process of the group; the parent hears it too, and says what is to be done.
process.on('SIGINT', () => undefined);
// The parent is gone: nobody can see the result, and what is on disk is resumable.
process.on('disconnect', () => process.exit(1));
