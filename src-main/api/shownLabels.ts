import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Annotation } from '../common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../common/domain/edit';
import { UserError } from '../common/errors';
import { annotatedVideo, annotationFile } from '../data/project/paths';
import { keepRefused } from '../data/project/keeping';
import type { Labels } from '../data/project/labels';
import type { ProjectStore } from '../data/project/store';
import { EditedHere } from './editedHere';

/** A program may write a file in several goes. */
const settledAfterMs = 200;

/** Who is told of what happens to labels. */
export interface LabelListener {
  /** Those of a video may be others on disk, by whomever; null: those of any. */
  written: (video: string | null) => void;
  /** They are others now, and not by an edit of this program. */
  replaced: (video: string) => void;
  /** They cannot be read; null: they can again. */
  unreadable: (video: string, error: unknown) => void;
  /** Edits were kept that another program has undone or written over. */
  conflicts: () => void;
}

/** Labels as pages know them. */
interface Told {
  labels: Annotation;
  /** See `Labels.file`. */
  file: string;
}

/**
 * The labels that pages were told, so that what another program writes is noticed: as soon as it is there, or, where
 * the disk tells of no changes, at the next edit. What was edited here and is otherwise in its file is kept as a
 * conflict; reviewed spans and rejected predictions of both are joined. Edits and looks are taken one after the other,
 * so that an edit of our own is never taken for somebody else's.
 */
export class ShownLabels {
  private readonly told = new Map<string, Told>();
  private readonly edited = new Map<string, EditedHere>();
  private readonly unreadable = new Set<string>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private watcher: FSWatcher | null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: ProjectStore,
    private readonly listener: LabelListener,
  ) {
    this.watcher = this.watch();
  }

  /** The labels of a video, for a page. */
  show(video: string): Promise<Annotation> {
    return this.inTurn(() => this.look(video));
  }

  /** See `ProjectStore.edit`. Pages hear before of labels that are not those they know. */
  edit(edit: AnnotationEdit): Promise<void> {
    return this.inTurn(async () => {
      // What cannot be read is told by the edit.
      if (this.told.has(edit.video)) await this.look(edit.video).catch(() => undefined);
      const known = this.told.get(edit.video);
      const labels = await this.store.edit(edit);
      this.editedOf(edit.video).note(edit);
      const { file } = await this.store.labels(edit.video);
      if (!known || known.file === file) this.told.set(edit.video, { labels, file });
      else {
        this.told.set(edit.video, { ...known, labels: applyEdit(known.labels, edit) });
        await this.look(edit.video);
      }
    });
  }

  /**
   * Labels that this program changes otherwise, and tells pages of in its own way.
   * @param edits what it did to them
   */
  change<T>(work: () => Promise<T>, edits: (done: T) => readonly AnnotationEdit[]): Promise<T> {
    return this.inTurn(async () => {
      const done = await work();
      await this.lookQuietly();
      for (const edit of edits(done)) this.editedOf(edit.video).note(edit);
      return done;
    });
  }

  /** Pages are about to ask again. */
  refresh(): Promise<void> {
    return this.inTurn(() => this.lookQuietly());
  }

  /** Whether the disk tells of changes; that of another computer may be silent all the same. */
  get isTold(): boolean {
    return this.watcher !== null;
  }

  close(): void {
    this.watcher?.close();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private watch(): FSWatcher | null {
    try {
      const watcher = watch(dirname(join(this.store.dir, annotationFile('any'))), (_, name) => {
        const video = name === null ? null : annotatedVideo(name);
        if (name === null || video !== null) this.listener.written(video);
        if (video !== null) this.lookSoon(video);
      });
      const end = () => {
        watcher.close();
        this.watcher = null;
      };
      return watcher.on('error', end).unref();
    } catch {
      return null;
    }
  }

  private lookSoon(video: string): void {
    if (!this.told.has(video)) return;
    clearTimeout(this.waiting.get(video));
    const look = () => {
      this.waiting.delete(video);
      // What cannot be read was told.
      this.inTurn(() => this.look(video)).catch(() => undefined);
    };
    this.waiting.set(video, setTimeout(look, settledAfterMs));
  }

  private editedOf(video: string): EditedHere {
    const edited = this.edited.get(video) ?? new EditedHere();
    this.edited.set(video, edited);
    return edited;
  }

  private async lookQuietly(): Promise<void> {
    const known = new Set(this.store.videos.map(({ id }) => id));
    for (const video of this.told.keys())
      if (known.has(video)) await this.look(video, false).catch(() => undefined);
      else this.told.delete(video);
  }

  /** @param tells pages hear of labels that are not those they know */
  private async look(video: string, tells = true): Promise<Annotation> {
    const found = await this.read(video);
    const known = this.told.get(video);
    const isAnother =
      known && known.labels !== found.annotation && JSON.stringify(known.labels) !== JSON.stringify(found.annotation);
    const now = isAnother ? await this.replace(known, found) : found;
    this.told.set(video, { labels: now.annotation, file: now.file });
    if (isAnother && tells) this.listener.replaced(video);
    return now.annotation;
  }

  private async read(video: string): Promise<Labels> {
    try {
      const labels = await this.store.labels(video);
      if (this.unreadable.delete(video)) this.listener.unreadable(video, null);
      return labels;
    } catch (error) {
      // A folder that has gone is told by the next edit.
      const isGone = error instanceof UserError && error.code === 'project-gone';
      if (this.told.has(video) && !isGone) {
        this.unreadable.add(video);
        this.listener.unreadable(video, error);
      }
      throw error;
    }
  }

  /**
   * Another window works on what it sees; another program may have written what it had read before edits made here.
   * @returns the labels with what of these is no conflict
   */
  private async replace(known: Told, now: Labels): Promise<Labels> {
    const { annotation, file, refused } = now;
    const { video } = annotation;
    const edited = this.editedOf(video);
    const isForeign = file !== known.file && !(await this.store.isOwnFile(video));
    // Those of the journal are kept when it is written.
    const waiting = new Set(refused.flatMap(({ segments }) => segments.map(idOf)));
    const lost = isForeign ? edited.lost(known.labels, annotation).filter((one) => !waiting.has(idOf(one))) : [];
    const marks = isForeign ? edited.lostMarks(annotation) : null;
    if (lost.length > 0) {
      await keepRefused(this.store, [{ video, name: 'Edits before another program wrote', segments: lost }]);
      this.listener.conflicts();
    }
    if (marks) await this.store.edit(marks);
    edited.forgetChanged(known.labels, annotation);
    return marks ? this.read(video) : now;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work, work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

const idOf = ({ before, after }: AnnotationEdit['segments'][number]) => (before ?? after)?.id;
