import { keyOf, type Part } from '../jobs/parts';
import { type SpawnChild, startWorker, type WorkerHandle } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

/** Pictures and sound for the timeline, made by a child that lives while somebody asks for them (see `jobs/parts`). */
export class WantedParts {
  private readonly waiting = new Map<string, { part: Part; made: Promise<void>; settle: () => void }>();
  private worker: WorkerHandle | null = null;
  private closed = false;

  constructor(
    private readonly project: string,
    private readonly spawn: SpawnChild,
  ) {}

  /** Resolves when the part is there or cannot be made. */
  want(part: Part): Promise<void> {
    const key = keyOf(part);
    const before = this.waiting.get(key);
    if (before || this.closed) return before?.made ?? Promise.resolve();
    let settle: () => void = () => undefined;
    const made = new Promise<void>((resolve) => (settle = resolve));
    this.waiting.set(key, { part, made, settle });
    this.worker ??= this.start();
    this.worker.tell(part);
    return made;
  }

  /** Gives up what is under way. */
  close(): void {
    this.closed = true;
    this.worker?.cancel(5);
    this.settleAll();
  }

  private start(): WorkerHandle {
    const job: WorkerJob = { project: this.project, input: { kind: 'parts' } };
    const worker = startWorker(this.spawn, job, {
      progress: () => undefined,
      log: () => undefined,
      view: (key) => this.settle(key as string),
    });
    void worker.outcome.then(({ kind }) => {
      this.worker = null;
      // A child that ended while it was asked has not heard; one that crashed may crash again.
      if (kind !== 'done') this.settleAll();
      if (this.waiting.size === 0) return;
      this.worker = this.start();
      for (const { part } of this.waiting.values()) this.worker.tell(part);
    });
    return worker;
  }

  private settle(key: string): void {
    this.waiting.get(key)?.settle();
    this.waiting.delete(key);
  }

  private settleAll(): void {
    for (const key of Array.from(this.waiting.keys())) this.settle(key);
  }
}
