import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LineError, UserError } from '../../common/errors';
import { errorCode } from '../project/atomic';

/** Beyond this a text is no list of labels, and the engine's longest string is near. */
const MOST_MIB = 256;

/**
 * The text of a file that has to be there: UTF-8, or UTF-16 with a byte order mark; the mark is taken off.
 * @throws UserError `missing-file`, `file-too-large`, `invalid-encoding` with the line
 */
export async function textOf(path: string): Promise<string> {
  const file = basename(path);
  const found = await stat(path).catch(() => null);
  if (!found) {
    throw new UserError('missing-file', `Missing ${file}: there is no file ${path}.`, 'Check the path.');
  }
  if (found.size > MOST_MIB * 2 ** 20) {
    const size = `${(found.size / 2 ** 20).toFixed(0)} MiB`;
    throw new UserError(
      'file-too-large',
      `Unsupported ${file}: found ${size}, expected at most ${MOST_MIB} MiB of text.`,
      'Split it into several files.',
    );
  }
  return decoded(await bytesOf(path, file), file);
}

async function bytesOf(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    throw new UserError('unreadable', `Could not read ${file}: ${code}.`, 'Give this account the right to read it.', {
      cause: error,
    });
  }
}

/** As `textOf`; null where there is no such file. */
export async function textIfThere(path: string): Promise<string | null> {
  return (await stat(path).catch(() => null))?.isFile() ? textOf(path) : null;
}

/** A name as files that have one a line can hold it. */
export const oneLine = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** The lines of a text, whatever ends them. */
export const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** The byte order a mark at the start tells; null where there is none. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

function decoded(bytes: Buffer, file: string): string {
  const encoding = utf16Of(bytes) ?? 'utf-8';
  const text = decodedOrNull(bytes, encoding);
  const zero = text?.indexOf('\0') ?? -1;
  if (text !== null && zero < 0) return text;
  const line = text === null ? brokenLine(bytes, encoding) : text.slice(0, zero).split('\n').length;
  const what = text === null ? `bytes that are not ${encoding.toUpperCase()}` : 'a zero byte';
  throw new LineError(
    line,
    'invalid-encoding',
    `Invalid ${file}: found ${what} in line ${line}, expected text in UTF-8.`,
    'Save the file as UTF-8.',
  );
}

function decodedOrNull(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that cannot be decoded; 1 in UTF-16, where a byte of a line feed may be half of something else. */
function brokenLine(bytes: Buffer, encoding: string): number {
  if (encoding !== 'utf-8') return 1;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    if (decodedOrNull(bytes.subarray(start, end), encoding) === null) break;
    start = end;
  }
  return line;
}
