import type { Typeface } from './fonts';

/**
 * A font file of just the characters that a figure uses, for embedding into SVG: the subset that a PDF would embed,
 * with the tables that browsers want beside it (OpenType 1.9). Digits lead to their glyphs of one width.
 */
export function webFont(face: Typeface, characters: readonly string[]): Uint8Array {
  const { bytes, glyphIds } = face.subset(characters);
  const [whole, subset] = [tablesOf(face.bytes), tablesOf(bytes)];
  const kept = (tag: string): Uint8Array => whole.get(tag) as Uint8Array;
  return assemble(
    new Map([
      ...subset,
      ['OS/2', kept('OS/2')],
      [
        'cmap',
        characterMap(
          characters.map((c) => c.codePointAt(0) as number),
          glyphIds,
        ),
      ],
      ['name', kept('name')],
      ['post', withoutNames(kept('post'))],
    ]),
  );
}

/** Tables of a TrueType file by tag. */
function tablesOf(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, i) => {
      const at = 12 + 16 * i;
      const tag = String.fromCharCode(...file.subarray(at, at + 4));
      const offset = view.getUint32(at + 8);
      return [tag, file.subarray(offset, offset + view.getUint32(at + 12))] as const;
    }),
  );
}

/** `cmap` with one subtable of format 12, a group a character. @param codes ascending */
function characterMap(codes: readonly number[], glyphIds: readonly number[]): Uint8Array {
  const length = 16 + 12 * codes.length;
  const view = new DataView(new ArrayBuffer(12 + length));
  view.setUint16(2, 1);
  view.setUint16(4, 3); // Windows, full Unicode
  view.setUint16(6, 10);
  view.setUint32(8, 12);
  view.setUint16(12, 12);
  view.setUint32(16, length);
  view.setUint32(24, codes.length);
  codes.forEach((code, i) => {
    const at = 28 + 12 * i;
    view.setUint32(at, code);
    view.setUint32(at + 4, code);
    view.setUint32(at + 8, glyphIds[i] as number);
  });
  return new Uint8Array(view.buffer);
}

/** `post` of version 3: no names of glyphs. */
function withoutNames(post: Uint8Array): Uint8Array {
  const head = post.slice(0, 32);
  new DataView(head.buffer).setUint32(0, 0x00030000);
  return head;
}

/** Puts tables together, in the order of their tags, with their checksums. */
function assemble(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const padded = (size: number) => Math.ceil(size / 4) * 4;
  const start = 12 + 16 * sorted.length;
  const file = new Uint8Array(sorted.reduce((sum, [, data]) => sum + padded(data.length), start));
  const view = new DataView(file.buffer);
  const power = Math.floor(Math.log2(sorted.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, sorted.length);
  view.setUint16(6, 16 * 2 ** power);
  view.setUint16(8, power);
  view.setUint16(10, 16 * (sorted.length - 2 ** power));
  let offset = start;
  for (const [i, [tag, data]] of sorted.entries()) {
    file.set(data, offset);
    const at = 12 + 16 * i;
    for (let k = 0; k < 4; k++) file[at + k] = tag.charCodeAt(k);
    view.setUint32(at + 4, checksum(view, offset, padded(data.length)));
    view.setUint32(at + 8, offset);
    view.setUint32(at + 12, data.length);
    offset += padded(data.length);
  }
  return file;
}

function checksum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
