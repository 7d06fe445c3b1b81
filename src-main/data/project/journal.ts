import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AnnotationEdit } from '../../common/domain/edit';
import { errorCode, saveError, syncFolder } from './atomic';
import { checkRecord, parseJson } from './records';

/**
 * Edits of a video's labels that are not yet in the labels' own file: beside it, a line each, in the order
 * in which they were made. A line is on disk before its edit counts as done; the file is written whole from
 * time to time, and the journal then ends. Promised: whenever a process dies, file and journal together hold
 * every edit that counted as done.
 */
const Line = z.union([
  /** The first line: the file that the edits are made to. */
  z.strictObject({ base: z.string() }),
  AnnotationEdit,
  /** The file with all edits so far, about to be written. */
  z.strictObject({ written: z.string() }),
]);
type Line = z.infer<typeof Line>;

export interface Journal {
  edits: AnnotationEdit[];
  /** False where somebody has changed the file since the first of these edits. */
  fits: boolean;
  /** Bytes of whole lines; what a crash left of a line behind them never counted. 0: there is none, or it has ended. */
  bytes: number;
}

const none: Journal = { edits: [], fits: true, bytes: 0 };

/** `annotations/.soup-07.journal` beside `annotations/soup-07.json`. */
export const journalPath = (file: string) => file.replace(/([^/\\]+)\.json$/, '.$1.journal');

/** `annotations/.soup-07.written`: the digest of the file that this program has written last. */
const writtenPath = (file: string) => file.replace(/([^/\\]+)\.json$/, '.$1.written');

/** Recognises the text of a file; of one that is not there, ''. */
export const digest = (text: string) => createHash('sha256').update(text).digest('base64');

/**
 * @param file of the labels; @param text what is in it now
 * @throws UserError `invalid-json` or `invalid-record` where a line is no edit
 */
export async function readJournal(file: string, text: string): Promise<Journal> {
  const bytes = await readBytes(file);
  if (!bytes) return none;
  const end = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').filter(Boolean).map(parse);
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !('base' in first)) return none;
  const now = digest(text);
  if (last && 'written' in last && last.written === now) return none;
  return { edits: lines.filter((line) => 'segments' in line), fits: first.base === now, bytes: end };
}

async function readBytes(file: string): Promise<Buffer | null> {
  try {
    return await readFile(journalPath(file));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(line: string, i: number): Line {
  const name = `the journal of edits, line ${i + 1}`;
  return checkRecord(Line, parseJson(line, name), name);
}

/**
 * Adds an edit; when this returns it is on disk.
 * @param text of the labels' file as it is now; @param journal as it was read with that text
 * @throws UserError of writing; the journal then is as it was
 */
export async function addToJournal(
  file: string,
  text: string,
  journal: Journal,
  edit: AnnotationEdit,
): Promise<Journal> {
  const begins = journal.bytes === 0;
  const lines: Line[] = begins ? [{ base: digest(text) }, edit] : [edit];
  const bytes = await writeLines(file, journal.bytes, lines);
  if (begins) await syncFolder(dirname(file));
  return { edits: [...journal.edits, edit], fits: journal.fits, bytes };
}

/** Says before the file is written what will be in it, so that a crash right after does not do its edits twice. */
export async function announceWriting(file: string, text: string): Promise<void> {
  const bytes = await readBytes(file);
  if (bytes) await writeLines(file, bytes.lastIndexOf('\n') + 1, [{ written: digest(text) }]);
}

/** Bytes on disk; 0 where there is none. */
export async function journalSize(file: string): Promise<number> {
  return (await stat(journalPath(file)).catch(() => null))?.size ?? 0;
}

/** The file holds everything. @param text what is in it */
export async function endJournal(file: string, text: string): Promise<void> {
  await rm(journalPath(file), { force: true });
  await signWriting(file, text);
}

/** Says of a file that this program has written it. @param text what is in it */
export async function signWriting(file: string, text: string): Promise<void> {
  // Where it cannot be written, what this program wrote is taken for somebody else's, and that is asked about.
  await writeFile(writtenPath(file), digest(text)).catch(() => undefined);
}

/** Whether the file is as this program, in whichever process, has written it last. */
export async function isOwnWriting(file: string, text: string): Promise<boolean> {
  return (await readFile(writtenPath(file), 'utf8').catch(() => '')) === digest(text);
}

async function writeLines(file: string, at: number, lines: readonly Line[]): Promise<number> {
  const path = journalPath(file);
  const data = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  try {
    if (at === 0) await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, at === 0 ? 'w' : 'r+');
    try {
      await handle.truncate(at);
      await handle.write(data, 0, data.length, at);
      await handle.sync();
    } catch (error) {
      await handle.truncate(at).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return at + data.length;
  } catch (error) {
    throw saveError(path, error);
  }
}
