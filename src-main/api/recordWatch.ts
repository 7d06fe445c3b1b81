import { type FSWatcher, watch } from 'node:fs';
import { type ProjectStore, recordFiles } from '../data/project/store';

/** A program may write several files, and each in several goes. */
const settledAfterMs = 200;

/**
 * Notices that another program, such as gadw in a terminal, has changed classes, videos or the project itself. Where
 * the disk tells of no changes, the next edit finds out.
 */
export class RecordWatch {
  private readonly watcher: FSWatcher | null;
  private waiting: NodeJS.Timeout | undefined;

  /** @param changed told once what was written is whole; a record that cannot be read is told by the next edit of it */
  constructor(
    private readonly store: ProjectStore,
    private readonly changed: () => Promise<void>,
  ) {
    this.watcher = this.watch();
  }

  close(): void {
    this.watcher?.close();
    clearTimeout(this.waiting);
  }

  private watch(): FSWatcher | null {
    try {
      const watcher = watch(this.store.dir, (_, name) => {
        if (name !== null && recordFiles.includes(name)) this.lookSoon();
      });
      return watcher.on('error', () => watcher.close()).unref();
    } catch {
      return null;
    }
  }

  private lookSoon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.look().catch(() => undefined), settledAfterMs);
  }

  private async look(): Promise<void> {
    if (await this.store.isChangedElsewhere()) await this.changed();
  }
}
