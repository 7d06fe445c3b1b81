import type { Span } from '../common/domain/span';
import { fromErrorRecord, UserError } from '../common/errors';
import type { ProjectStore } from '../data/project/store';
import { knownDamage } from '../jobs/damage';
import { type SpawnChild, startWorker, type WorkerHandle } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

/** Looks for broken frames in the video that is open; who opens another gives it up. */
export class DamageScan {
  private current: { video: string; worker: WorkerHandle; found: Promise<Span[]> } | null = null;

  constructor(
    private readonly store: ProjectStore,
    private readonly spawn: SpawnChild,
  ) {}

  /** Spans of frames that cannot be shown. @throws Cancelled when another video is looked through */
  async find(id: string): Promise<Span[]> {
    const known = await knownDamage(this.store, this.store.video(id));
    if (known) return known;
    if (this.current?.video !== id) {
      this.close();
      this.current = this.start(id);
    }
    return this.current.found;
  }

  /** Gives up what is under way. */
  close(): void {
    this.current?.worker.cancel(5);
    this.current = null;
  }

  private start(video: string): NonNullable<typeof this.current> {
    const job: WorkerJob = { project: this.store.dir, input: { kind: 'damage', video } };
    const worker = startWorker(this.spawn, job, { progress: () => undefined, log: () => undefined });
    const found = worker.outcome.then((outcome) => {
      if (this.current?.worker === worker) this.current = null;
      if (outcome.kind === 'done') return outcome.result as Span[];
      if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
      const tip = 'The video stays usable; its damaged frames are not marked.';
      throw new UserError('scan-crashed', `Looking for damage in ${video}: ${outcome.description}`, tip);
    });
    return { video, worker, found };
  }
}
