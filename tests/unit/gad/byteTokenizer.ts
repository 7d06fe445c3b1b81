import { toByteText } from '../../../src-main/models/tokenizer/bytes';
import { Tokenizer } from '../../../src-main/models/tokenizer/tokenizer';

/** Every byte is a token, and so are the whole words given. */
export function byteTokenizer(words: string[], bos: string | null, eos: string | null): Tokenizer {
  const vocabulary = new Map<string, number>();
  for (let code = 0; code < 128; code++) vocabulary.set(toByteText(String.fromCharCode(code)).characters, code);
  for (const word of words) vocabulary.set(toByteText(word).characters, vocabulary.size);
  const special = [bos, eos].filter((token) => token !== null);
  return new Tokenizer({
    vocabulary,
    merges: [],
    wholeFirst: true,
    unknown: null,
    split: (text) => text.match(/ ?\w+|\W/g) ?? [],
    nfc: false,
    added: special.map((content, i) => ({ id: vocabulary.size + i, content, special: true })),
    bos,
    eos,
  });
}
