import type { Tokenizer } from '../models/tokenizer/tokenizer';

/**
 * What the class texts mean to the decoder before any training: the mean embedding of each one's tokens, `[dim]`.
 * @param table the decoder's token embeddings `[vocabulary, dim]`
 */
export function classEmbeddings(
  texts: readonly string[],
  tokenizer: Tokenizer,
  table: Float32Array,
  dim: number,
): Float32Array[] {
  return texts.map((text) => {
    const { ids } = tokenizer.encode(` ${text}`);
    return Float32Array.from({ length: dim }, (_, k) =>
      ids.reduce((sum, id) => sum + (table[id * dim + k] as number) / ids.length, 0),
    );
  });
}
