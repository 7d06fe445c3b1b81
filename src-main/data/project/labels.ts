import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Annotation } from '../../common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../common/domain/edit';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from './atomic';
import { annotationFile } from './paths';
import {
  addToJournal,
  announceWriting,
  digest,
  endJournal,
  type Journal,
  journalPath,
  journalSize,
  readJournal,
} from './journal';
import { checkRecord, parseJson, readText, recordText } from './records';

/** Labels of one video as they are on disk: the file, and the edits in its journal. */
export interface Labels {
  annotation: Annotation;
  /** Edits that somebody else's change of the file leaves no room for. */
  refused: readonly AnnotationEdit[];
  /** The file's text; '' where there is none. */
  text: string;
  journal: Journal;
  /** See `LabelReader.mark`. */
  mark: string;
}

/** Reads labels, again only where the disk has changed. Edits reach the disk by `edit`, the file by `write`. */
export class LabelReader {
  readonly #known = new Map<string, { stamp: string; labels: Labels }>();

  /** @param empty the labels of a video that nobody has labelled */
  constructor(
    private readonly dir: string,
    private readonly empty: (video: string) => Annotation,
  ) {}

  /** @throws UserError of reading and of what is no annotation */
  async read(video: string): Promise<Labels> {
    const stamp = await this.stamp(video);
    const known = this.#known.get(video);
    if (known?.stamp === stamp) return known.labels;
    const path = annotationFile(video);
    const file = join(this.dir, path);
    // Before the journal is read, so that a line added in between is not taken for one that was seen.
    const journalBytes = await journalSize(file);
    const text = (await readText(file)) ?? '';
    const journal = await readJournal(file, text);
    const stored = text === '' ? this.empty(video) : checkRecord(Annotation, parseJson(text, path), path);
    const labels = { ...replay(stored, journal), text, journal, mark: markOf(text, journalBytes) };
    this.#known.set(video, { stamp, labels });
    return labels;
  }

  /**
   * Puts an edit into the journal. Call it under the project's lock, once `after` is checked.
   * @param after the labels with the edit
   */
  async add(edit: AnnotationEdit, after: Annotation): Promise<void> {
    const { text, journal, refused } = await this.read(edit.video);
    const grown = await addToJournal(join(this.dir, annotationFile(edit.video)), text, journal, edit);
    const labels = { annotation: after, refused, text, journal: grown, mark: markOf(text, grown.bytes) };
    this.#known.set(edit.video, { stamp: await this.stamp(edit.video), labels });
  }

  /** Writes the labels' file whole and ends the journal; edits that did not fit are kept beside it. Under the lock. */
  async write(video: string): Promise<void> {
    const { annotation, refused, journal } = await this.read(video);
    if (journal.bytes === 0) return;
    const file = join(this.dir, annotationFile(video));
    const text = recordText(annotation);
    if (refused.length > 0) await writeFileAtomic(refusedFile(file), recordText({ version: 1, edits: refused }));
    await announceWriting(file, text);
    await writeFileAtomic(file, text);
    await endJournal(file);
  }

  /** Tells the labels on disk from those before and after. */
  async mark(video: string): Promise<string> {
    const file = join(this.dir, annotationFile(video));
    return markOf((await readText(file)) ?? '', await journalSize(file));
  }

  /** Another one whenever a file of the labels is written. */
  async stamp(video: string): Promise<string> {
    const file = join(this.dir, annotationFile(video));
    const stamps = await Promise.all(
      [file, journalPath(file)].map((path) => stat(path, { bigint: true }).catch(() => null)),
    );
    return stamps.map((found) => (found ? `${found.mtimeNs} ${found.size} ${found.ino}` : '')).join();
  }
}

/** The mark of labels whose file is this and whose journal has this many bytes. */
export const markOf = (text: string, journalBytes: number) => digest(`${text}\n${journalBytes}`);

/** `annotations/soup-07.refused-1795295804000.json`: by time, so that none is written over. */
const refusedFile = (file: string) => file.replace(/\.json$/, `.refused-${Date.now()}.json`);

function replay(stored: Annotation, { edits, fits }: Journal): { annotation: Annotation; refused: AnnotationEdit[] } {
  const refused: AnnotationEdit[] = [];
  let annotation = stored;
  for (const edit of edits) {
    try {
      annotation = applyEdit(annotation, edit);
    } catch (error) {
      if (fits || !(error instanceof UserError)) throw error;
      refused.push(edit);
    }
  }
  return { annotation, refused };
}
