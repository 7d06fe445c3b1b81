import type { EventOf } from '../common/contract';
import { readEvents, runFolder } from '../jobs/runFolder';

/**
 * New lines of a training run's events.jsonl, as they come. It is asked to look again whenever the job reports, so
 * pages see a curve grow without polling; looks that overlap are merged into one.
 */
export class RunEventFeed {
  private readonly positions = new Map<string, number>();
  private readonly busy = new Set<string>();

  constructor(
    private readonly projectDir: string,
    private readonly emit: (event: EventOf<'run.events'>) => void,
  ) {}

  async follow(run: string): Promise<void> {
    if (this.busy.has(run)) return;
    this.busy.add(run);
    try {
      const from = this.positions.get(run) ?? 0;
      const { events, next } = await readEvents(runFolder(this.projectDir, run), from);
      this.positions.set(run, next);
      if (events.length > 0) this.emit({ run, from, events });
    } finally {
      this.busy.delete(run);
    }
  }
}
