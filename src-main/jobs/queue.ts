/**
 * The queue: jobs run one after another, each in its own child process. A failure, a crash or a cancel ends
 * that job and the queue goes on. The queue knows nothing of what jobs do; `title`, `spawn` and what
 * follows a job are given to it.
 */
import type { JobInput, JobRecord, JobState } from '../common/contract/jobs';
import type { Progress } from '../common/progress';
import { type SpawnChild, startWorker, type WorkerHandle, type WorkerOutcome } from './process';

export interface QueueOptions {
  project: string;
  spawn: SpawnChild;
  /** Called whenever a record changed; the record is a fresh copy. */
  changed(record: JobRecord): void;
  /** Called when the child of a job has ended, however that was, before the next one starts. */
  ended?(record: JobRecord, outcome: WorkerOutcome): void;
}

interface Entry {
  record: JobRecord;
  worker: WorkerHandle | null;
}

const resumableKinds: ReadonlySet<JobInput['kind']> = new Set(['train', 'extract', 'infer']);

export class JobQueue {
  private readonly entries: Entry[] = [];
  private nextId = 1;
  private idle: (() => void)[] = [];

  constructor(private readonly options: QueueOptions) {}

  list(): JobRecord[] {
    return this.entries.map((entry) => ({ ...entry.record }));
  }

  /** Adds a job at the end; it starts when those before it have ended. */
  start(input: JobInput): JobRecord {
    const record: JobRecord = {
      id: `job-${this.nextId++}`,
      title: jobTitle(input),
      input,
      state: 'queued',
      progress: null,
      error: null,
      resumable: false,
      created: new Date().toISOString(),
    };
    this.entries.push({ record, worker: null });
    this.notify(record);
    this.next();
    return { ...record };
  }

  /** A queued job is taken out at once; a running one is asked to stop and keeps what it has. */
  cancel(id: string): JobRecord | undefined {
    const entry = this.find(id);
    if (!entry) return undefined;
    if (entry.record.state === 'queued') this.set(entry, { state: 'cancelled' });
    else if (entry.record.state === 'running') {
      this.set(entry, { state: 'stopping' });
      entry.worker?.cancel();
    }
    return { ...entry.record };
  }

  /** Starts the same job again where it ended; training goes on from its last checkpoint. */
  resume(id: string): JobRecord | undefined {
    const entry = this.find(id);
    if (!entry || !entry.record.resumable) return entry && { ...entry.record };
    const input = entry.record.input;
    this.dismiss(id);
    return this.start(input.kind === 'train' ? { ...input, resume: true } : input);
  }

  /** Takes an ended job off the list. */
  dismiss(id: string): void {
    const index = this.entries.findIndex((entry) => entry.record.id === id && isEnded(entry.record.state));
    if (index >= 0) this.entries.splice(index, 1);
  }

  /** Resolves when nothing is queued or running. */
  whenIdle(): Promise<void> {
    if (!this.entries.some((entry) => !isEnded(entry.record.state))) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /**
   * Empties the queue and asks the running child to stop and keep what it has; used when the
   * project or the program closes.
   */
  close(): Promise<void> {
    for (const { record } of this.entries) if (!isEnded(record.state)) this.cancel(record.id);
    return this.whenIdle();
  }

  private find(id: string): Entry | undefined {
    return this.entries.find((entry) => entry.record.id === id);
  }

  private next(): void {
    if (this.entries.some((entry) => entry.worker !== null)) return;
    const entry = this.entries.find((candidate) => candidate.record.state === 'queued');
    if (!entry) {
      for (const resolve of this.idle.splice(0)) resolve();
      return;
    }
    const job = { project: this.options.project, input: entry.record.input };
    entry.worker = startWorker(this.options.spawn, job, {
      progress: (progress: Progress) => this.set(entry, { progress }),
      log: () => undefined,
    });
    this.set(entry, { state: 'running' });
    void entry.worker.outcome.then((outcome) => {
      entry.worker = null;
      this.end(entry, outcome);
      this.options.ended?.({ ...entry.record }, outcome);
      this.next();
    });
  }

  private end(entry: Entry, outcome: WorkerOutcome): void {
    const resumable = resumableKinds.has(entry.record.input.kind);
    if (outcome.kind === 'done') {
      this.set(entry, { state: 'done' });
    } else if (outcome.kind === 'crash') {
      const tip = resumable ? 'Resume continues from the last checkpoint or finished video.' : 'Start it again.';
      this.set(entry, {
        state: 'failed',
        resumable,
        error: { message: outcome.description, tip, report: outcome.stderr },
      });
    } else if (outcome.error.kind === 'cancelled') this.set(entry, { state: 'cancelled', resumable });
    else {
      const { message, tip, report } = outcome.error;
      this.set(entry, {
        state: 'failed',
        resumable,
        error: { message, tip, ...(report === undefined ? {} : { report }) },
      });
    }
  }

  private set(entry: Entry, change: Partial<JobRecord>): void {
    Object.assign(entry.record, change);
    this.notify(entry.record);
  }

  private notify(record: JobRecord): void {
    this.options.changed({ ...record });
  }
}

function isEnded(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function jobTitle(input: JobInput): string {
  switch (input.kind) {
    case 'extract':
      return `Extract ${input.set}`;
    case 'train':
      return `${input.resume ? 'Resume' : 'Train'} ${input.run}`;
    case 'infer':
      return `Infer ${input.run} on ${input.split ?? `${input.videos?.length ?? 0} videos`}`;
    case 'evaluate':
      return `Evaluate ${input.run} on ${input.split}`;
    case 'openSet':
      return `Open set of ${input.run} on ${input.split}`;
    case 'forgetting':
      return `Forgetting of ${input.run}`;
    case 'demo':
      return 'Make the demo';
  }
}
