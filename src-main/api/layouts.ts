import type { EventOf } from '../common/contract';
import type { PackedLayout } from '../common/contract/embeddings';
import type { LayoutSettings } from '../common/domain/embedding';
import { Cancelled, fromErrorRecord, UserError } from '../common/errors';
import type { UnfinishedLayout } from '../jobs/embedding/layout';
import type { Layout } from '../jobs/embedding/layoutFiles';
import { type SpawnChild, startWorker, type WorkerHandle } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

/** Maps of states, each made in a child beside the queue, one after another: every one takes all threads. */
export class Layouts {
  private current: WorkerHandle | null = null;
  private last: Promise<unknown> = Promise.resolve();
  /** Grows when what waits is given up. */
  private stops = 0;

  constructor(
    private readonly project: string,
    private readonly spawn: SpawnChild,
    private readonly report: (event: EventOf<'embeddings.growing'>) => void,
  ) {}

  /** @throws what `layoutJob` throws; Cancelled where it was stopped; UserError `layout-crashed` */
  make(settings: LayoutSettings): Promise<PackedLayout> {
    const stops = this.stops;
    const made = this.last.then(() => {
      if (stops !== this.stops) throw new Cancelled();
      return this.start(settings);
    });
    this.last = made.catch(() => undefined);
    return made;
  }

  /** Gives up what is under way and what waits. */
  stop(): void {
    this.stops++;
    this.current?.cancel(5);
  }

  private async start(settings: LayoutSettings): Promise<PackedLayout> {
    const job: WorkerJob = { project: this.project, input: { kind: 'layout', ...settings } };
    let named = false;
    this.current = startWorker(this.spawn, job, {
      progress: () => undefined,
      log: () => undefined,
      view: (view) => {
        const { fields, positions, ...rest } = view as UnfinishedLayout;
        this.report({ settings, ...rest, positions: packed(positions), fields: named ? null : packed(fields) });
        named = true;
      },
    });
    const outcome = await this.current.outcome;
    this.current = null;
    if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
    if (outcome.kind === 'crash') {
      throw new UserError(
        'layout-crashed',
        `Mapping the states of ${settings.run}: ${outcome.description}`,
        'Try again with fewer steps a class.',
      );
    }
    const { record, fields, positions } = outcome.result as Layout;
    return { record, fields: packed(fields), positions: packed(positions) };
  }
}

function packed({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
