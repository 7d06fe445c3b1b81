import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Annotation } from '../common/domain/annotation';
import type { AnnotationEdit } from '../common/domain/edit';
import { annotationFile } from '../data/project/paths';
import type { ProjectStore } from '../data/project/store';

/** A program may write a file in several goes. */
const settledAfterMs = 200;

/**
 * The labels that pages were told, so that what another program writes is noticed: as soon as it is there, or, where the
 * disk tells of no changes, at the next edit. Edits and looks are taken one after the other, so that an edit of our own
 * is never taken for somebody else's.
 */
export class ShownLabels {
  private readonly told = new Map<string, Annotation>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly watcher: FSWatcher | null;
  private turn: Promise<unknown> = Promise.resolve();

  /** @param replaced told of a video whose labels another program has changed since pages were told of them */
  constructor(
    private readonly store: ProjectStore,
    private readonly replaced: (video: string) => void,
  ) {
    this.watcher = this.watch();
  }

  /** The labels of a video, for a page. */
  show(video: string): Promise<Annotation> {
    return this.inTurn(async () => {
      const labels = await this.store.annotation(video);
      this.told.set(video, labels);
      return labels;
    });
  }

  /** See `ProjectStore.edit`. Pages hear before of labels that are not those they know. */
  edit(edit: AnnotationEdit): Promise<void> {
    return this.inTurn(async () => {
      await this.look(edit.video);
      this.told.set(edit.video, await this.store.edit(edit));
    });
  }

  /** Labels that this program changes otherwise, and tells pages of in its own way. */
  change<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      this.forget();
      return work();
    });
  }

  /** Pages are about to ask again. */
  forget(): void {
    this.told.clear();
  }

  close(): void {
    this.watcher?.close();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private watch(): FSWatcher | null {
    try {
      const watcher = watch(dirname(join(this.store.dir, annotationFile('any'))), (_, name) => this.lookSoon(name));
      return watcher.on('error', () => watcher.close()).unref();
    } catch {
      return null;
    }
  }

  private lookSoon(name: string | null): void {
    const video = [...this.told.keys()].find((id) => name !== null && annotationFile(id).endsWith(`/${name}`));
    if (video === undefined) return;
    clearTimeout(this.waiting.get(video));
    const look = () => {
      this.waiting.delete(video);
      // What cannot be read is told when it is asked for.
      this.inTurn(() => this.look(video)).catch(() => undefined);
    };
    this.waiting.set(video, setTimeout(look, settledAfterMs));
  }

  private async look(video: string): Promise<void> {
    const known = this.told.get(video);
    const now = known && (await this.store.annotation(video));
    if (!now || now === known || JSON.stringify(now) === JSON.stringify(known)) return;
    this.told.set(video, now);
    this.replaced(video);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work, work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
