import { UserError } from '../../common/errors';

/**
 * Ids of videos, feature sets and runs are file names on every system: no separators, none of the characters and names
 * that Windows reserves, no leading dot, no trailing dot or space, Unicode composed (NFC), at most 180 bytes.
 */
export function safeId(text: string): string {
  const kept = text
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are what is being removed
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f]|\p{Surrogate}/gu, '_')
    .trimStart()
    .replace(/^\.+/, (dots) => '_'.repeat(dots.length));
  const id = shortened(kept, 180).replace(/[.\s]+$/, (dots) => '_'.repeat(dots.length));
  return id === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(id) ? `_${id}` : id;
}

/** As many whole characters from the start as so many bytes hold. */
function shortened(text: string, most: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Two ids with the same key would be one file on a disk that ignores case, as those of Windows and macOS do. */
export function idKey(id: string): string {
  return id.normalize('NFC').toLowerCase();
}

/** @throws UserError `unsafe-id` where the id cannot be a file name everywhere */
export function requireSafeId(id: string, kind: string): void {
  const safe = safeId(id);
  if (safe === id) return;
  throw new UserError(
    'unsafe-id',
    `Invalid ${kind} id ${JSON.stringify(id)}: it cannot be a file name on every system.`,
    `Use ${JSON.stringify(safe)}.`,
  );
}

/** @throws UserError `id-clash` where two ids are the same but for case */
export function requireDistinctIds(ids: readonly string[], kind: string): void {
  const seen = new Map<string, string>();
  for (const id of ids) {
    const other = seen.get(idKey(id));
    if (other !== undefined) {
      const how = other === id ? 'occurs twice' : `and ${JSON.stringify(other)} differ only in case`;
      throw new UserError('id-clash', `The ${kind} id ${JSON.stringify(id)} ${how}.`, `Rename one of the two files.`);
    }
    seen.set(idKey(id), id);
  }
}
