/**
 * A crew of threads on shared memory. Threads sleep until work is there, then take parts as they come, the calling
 * thread among them; what comes out is the same for any number, since a part does not know who does it.
 */
import { availableParallelism } from 'node:os';
import { type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Crew, openKernel } from '../analysis/embedding/crew';
import type { KernelInput, KernelName } from '../analysis/embedding/kernels';

/** Places of the shared counters. */
const [turn, chosen, parts, next, busy, failed] = [0, 1, 2, 3, 4, 5];
const counters = 6;

type Kernel = (part: number) => void;
interface Handed {
  name: KernelName;
  input: KernelInput<KernelName>;
}

/** More do not help: parts of a step that only one thread does, and waiting for each other, outweigh them. */
const mostThreads = 8;

export const threadsAtHand = (): number => Math.min(mostThreads, availableParallelism());

export interface ThreadCrew extends Crew {
  close(): Promise<void>;
}

/**
 * @param entry the built thread entry, whose only line is `serveCrew`;
 * @param threads how many work, the caller included
 */
export function openCrew(entry: string, threads: number): ThreadCrew {
  const control = new Int32Array(new SharedArrayBuffer(4 * counters));
  const kernels: Kernel[] = [];
  const workers = Array.from({ length: threads - 1 }, () => new Worker(entry, { workerData: control }));
  return {
    prepare: (name, input) => {
      const index = kernels.push(openKernel(name, input)) - 1;
      for (const worker of workers) worker.postMessage({ name, input } satisfies Handed);
      return (count) => {
        control[chosen] = index;
        control[parts] = count;
        Atomics.store(control, next, 0);
        Atomics.store(control, busy, workers.length);
        Atomics.add(control, turn, 1);
        Atomics.notify(control, turn);
        takeParts(control, kernels[index] as Kernel);
        for (let left = Atomics.load(control, busy); left > 0; left = Atomics.load(control, busy)) {
          Atomics.wait(control, busy, left);
        }
        if (Atomics.load(control, failed) !== 0) throw new Error(`internal: a thread failed in ${name}`);
      };
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function takeParts(control: Int32Array, kernel: Kernel): void {
  const count = control[parts] as number;
  for (let part = Atomics.add(control, next, 1); part < count; part = Atomics.add(control, next, 1)) kernel(part);
}

/** The life of a thread: never ends by itself. */
export function serveCrew(control: Int32Array, port: MessagePort): void {
  const kernels: Kernel[] = [];
  for (let seen = 0; ; seen++) {
    // A wait that ended by itself must not count as a turn: the caller would go on before all parts are done.
    while (Atomics.load(control, turn) === seen) Atomics.wait(control, turn, seen);
    try {
      for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port)) {
        const { name, input } = found.message as Handed;
        kernels.push(openKernel(name, input));
      }
      takeParts(control, kernels[control[chosen] as number] as Kernel);
    } catch {
      Atomics.store(control, failed, 1);
    }
    Atomics.sub(control, busy, 1);
    Atomics.notify(control, busy);
  }
}
