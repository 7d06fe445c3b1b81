import { readBytes, rawHeaderOf, withFile } from './npy';

/**
 * The values of a `.npy` file of text (`<U12`, `|S12`), as numpy.save writes a list of names; null where it is of
 * another type. Throws UserError as `readNpy` does.
 */
export async function readNpyText(path: string): Promise<{ shape: readonly number[]; data: string[] } | null> {
  return withFile(path, async (file) => {
    const { descr, shape, dataOffset } = await rawHeaderOf(file, path);
    const [, order, kind, length] = /^([<>|=])([US])(\d+)$/.exec(descr) ?? [];
    if (kind === undefined || shape.length !== 1) return null;
    const width = Number(length) * (kind === 'U' ? 4 : 1);
    const bytes = await readBytes(file, dataOffset, width * (shape[0] ?? 0));
    if (kind === 'U' && order === '>') bytes.swap32();
    const text = (part: Buffer) => (kind === 'U' ? fromUtf32(part) : part.toString('utf8')).replace(/\0+$/, '');
    const rows = width === 0 ? 0 : Math.floor(bytes.length / width);
    return { shape, data: Array.from({ length: rows }, (_, i) => text(bytes.subarray(i * width, (i + 1) * width))) };
  });
}

function fromUtf32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = bytes.readUInt32LE(at);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}
