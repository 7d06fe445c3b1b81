import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectStore } from '../data/project/store';

/** After an edit the labels' file is written within this, however many more edits come. */
const writeAfterMs = 500;

/**
 * Brings edits from their journals into the labels' files, soon after they were made. A write that fails is told and
 * tried again at the next edit or when the project is opened; the journal keeps what it holds until then.
 */
export class LabelWriter {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly failed = new Set<string>();

  /**
   * @param tell.trouble told of a write that fails; null: one of that video has come about since
   * @param tell.conflicts told where edits were kept that found no room
   */
  constructor(
    private readonly store: ProjectStore,
    private readonly tell: { trouble: (video: string, error: unknown) => void; conflicts: () => void },
  ) {}

  /** Writes what an earlier process left in journals. */
  async writeLeft(): Promise<void> {
    const names = await readdir(join(this.store.dir, 'annotations')).catch(() => []);
    const journals = new Set(names.filter((name) => name.endsWith('.journal')));
    for (const { id } of this.store.videos) if (journals.has(`.${id}.journal`)) await this.write(id);
  }

  writeSoon(video: string): void {
    if (this.waiting.has(video)) return;
    this.waiting.set(
      video,
      setTimeout(() => void this.write(video), writeAfterMs),
    );
  }

  /** Writes at once what still waits. */
  async close(): Promise<void> {
    await Promise.all([...this.waiting.keys()].map((video) => this.write(video)));
  }

  private async write(video: string): Promise<void> {
    clearTimeout(this.waiting.get(video));
    this.waiting.delete(video);
    try {
      const refused = await this.store.writeEdits(video);
      if (refused.length > 0) this.tell.conflicts();
      if (this.failed.delete(video)) this.tell.trouble(video, null);
    } catch (error) {
      this.failed.add(video);
      this.tell.trouble(video, error);
    }
  }
}
