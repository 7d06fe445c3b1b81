import { describe, expect, it } from 'vitest';
import { readTokenizerFile } from '../../../../src-main/models/tokenizer/huggingFace';
import { Tokenizer } from '../../../../src-main/models/tokenizer/tokenizer';
import { trainTokenizer } from '../../../../src-main/models/tokenizer/train';

const special = { bos: '<s>', eos: '</s>' };

describe('training a tokenizer', () => {
  it('learns the most frequent pairs first, of equals the first in order', () => {
    const { tokenizer } = trainTokenizer(['hug hug hug pug pug'], 260, special);
    const { merges } = tokenizer['model'] as { merges: [string, string][] };
    expect(merges).toEqual([
      ['u', 'g'],
      ['h', 'ug'],
    ]);
  });

  it('gives a tokenizer that reads its corpus back, special tokens last', () => {
    const lines = ['The cook cuts the onion.', 'The cook peels the onion 12 times — naïve!'];
    const { tokenizer, config } = trainTokenizer([...lines, ...lines], 290, special);
    const trained = new Tokenizer(readTokenizerFile('tokenizer.json', tokenizer, config));
    expect(trained.size).toBe(290);
    expect([trained.bos, trained.eos]).toEqual([288, 289]);
    for (const line of lines) expect(trained.decode(trained.encode(line).ids)).toBe(line);
    expect(trained.encode('The cook').ids.length).toBeLessThan(4);
  });

  it('stops where no pair occurs twice', () => {
    const { tokenizer } = trainTokenizer(['abc'], 1000, special);
    expect(Object.keys((tokenizer['model'] as { vocab: object }).vocab).length).toBe(256);
  });
});
