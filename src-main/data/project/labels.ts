import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Annotation } from '../../common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../common/domain/edit';
import { UserError } from '../../common/errors';
import { rebased } from '../../common/rebasing';
import { writeFileAtomic } from './atomic';
import { annotationFile } from './paths';
import {
  addToJournal,
  announceWriting,
  digest,
  endJournal,
  isOwnWriting,
  type Journal,
  journalPath,
  journalSize,
  readJournal,
} from './journal';
import { keepEdits } from './kept';
import { checkRecord, parseJson, readText, recordText, requireProject } from './records';

/** Labels of one video as they are on disk: the file, and the edits in its journal. */
export interface Labels {
  annotation: Annotation;
  /** Edits that somebody else's change of the file leaves no room for. */
  refused: readonly AnnotationEdit[];
  /** The file's text; '' where there is none. */
  text: string;
  /** Another one whenever the file is written, with the same text too. */
  file: string;
  journal: Journal;
  /** See `LabelReader.mark`. */
  mark: string;
}

/** Reads labels, again only where the disk has changed. Edits reach the disk by `edit`, the file by `write`. */
export class LabelReader {
  readonly #known = new Map<string, { stamp: string; labels: Labels }>();

  /**
   * @param empty the labels of a video that nobody has labelled
   * @param check throws a UserError of labels that do not fit the project
   */
  constructor(
    private readonly dir: string,
    private readonly empty: (video: string) => Annotation,
    private readonly check: (labels: Annotation) => void,
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
    const text = await this.text(video);
    const journal = await readJournal(file, text);
    const stored = text === '' ? this.empty(video) : checkRecord(Annotation, parseJson(text, path), path);
    const replayed = replay(stored, journal, this.check);
    const labels = { ...replayed, text, file: fileIn(stamp), journal, mark: markOf(text, journalBytes) };
    this.#known.set(video, { stamp, labels });
    return labels;
  }

  /**
   * Puts an edit into the journal. Call it under the project's lock, once `after` is checked.
   * @param after the labels with the edit
   */
  async add(edit: AnnotationEdit, after: Annotation): Promise<void> {
    const { text, file, journal, refused } = await this.read(edit.video);
    const grown = await addToJournal(join(this.dir, annotationFile(edit.video)), text, journal, edit);
    const labels = { annotation: after, refused, text, file, journal: grown, mark: markOf(text, grown.bytes) };
    this.#known.set(edit.video, { stamp: await this.stamp(edit.video), labels });
  }

  /** Writes the labels' file whole and ends the journal; edits that did not fit are kept beside it. Under the lock. */
  async write(video: string): Promise<void> {
    const { annotation, refused, journal } = await this.read(video);
    if (journal.bytes === 0) return;
    const file = join(this.dir, annotationFile(video));
    const text = recordText(annotation);
    if (refused.length > 0) await keepEdits(this.dir, video, refused);
    await announceWriting(file, text);
    await writeFileAtomic(file, text);
    await endJournal(file, text);
  }

  /** Tells the labels on disk from those before and after. */
  async mark(video: string): Promise<string> {
    const file = join(this.dir, annotationFile(video));
    return markOf((await readText(file)) ?? '', await journalSize(file));
  }

  /** Whether the file is as this program, in whichever process, has written it last. */
  async isOwn(video: string): Promise<boolean> {
    return isOwnWriting(join(this.dir, annotationFile(video)), await this.text(video));
  }

  /** Of the file; '' where there is none. */
  private async text(video: string): Promise<string> {
    const path = annotationFile(video);
    const text = await readText(join(this.dir, path));
    if (text === null) await requireProject(this.dir, `Could not read ${path}`);
    return text ?? '';
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

/** Of a stamp, what it says of the file. */
const fileIn = (stamp: string) => stamp.split(',')[0] as string;

/** The mark of labels whose file is this and whose journal has this many bytes. */
export const markOf = (text: string, journalBytes: number) => digest(`${text}\n${journalBytes}`);

/** Edits on top of a file that somebody has changed since are taken as far as they fit it and leave it valid. */
function replay(
  stored: Annotation,
  { edits, fits }: Journal,
  check: (labels: Annotation) => void,
): { annotation: Annotation; refused: AnnotationEdit[] } {
  if (fits) return { annotation: edits.reduce(applyEdit, stored), refused: [] };
  const refused: AnnotationEdit[] = [];
  let annotation = stored;
  for (const edit of edits) {
    const onTop = rebased(edit, annotation);
    try {
      const after = applyEdit(annotation, onTop);
      check(after);
      annotation = after;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ video: edit.video, name: edit.name, segments: edit.segments });
      annotation = applyEdit(annotation, { ...onTop, segments: [] });
    }
  }
  return { annotation, refused };
}
