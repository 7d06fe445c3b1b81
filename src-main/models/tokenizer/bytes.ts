/**
 * The byte-level alphabet of GPT-2: every byte has a printable character, so that any text is a string of them and any
 * token can be shown. Printable Latin-1 bytes stand for themselves, the other 68 follow from U+0100.
 */
function printable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

function makeAlphabet(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
}

/** The character of each byte. */
export const byteCharacters: readonly string[] = makeAlphabet();

const byteOf: ReadonlyMap<string, number> = new Map(byteCharacters.map((character, byte) => [character, byte]));

const encoder = new TextEncoder();

/** A piece of text as byte characters, with the UTF-16 span of the character that each byte belongs to. */
export interface ByteText {
  readonly characters: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A text in the byte alphabet, with where each of its characters stands in the text. */
export function toByteText(text: string): ByteText {
  let characters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let position = 0;
  for (const character of text) {
    for (const byte of encoder.encode(character)) {
      characters += byteCharacters[byte];
      starts.push(position);
      ends.push(position + character.length);
    }
    position += character.length;
  }
  return { characters, starts, ends };
}

/** The bytes a token stands for: its byte characters, or its UTF-8 where it holds any other character. */
export function tokenBytes(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = byteOf.get(character);
    if (byte === undefined) return encoder.encode(token);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
