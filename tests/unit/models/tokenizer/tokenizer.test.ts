import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokenizerFile } from '../../../../src-main/models/tokenizer/huggingFace';
import { loadTokenizer } from '../../../../src-main/models/tokenizer/load';
import { Tokenizer } from '../../../../src-main/models/tokenizer/tokenizer';
import { copyOfTinyLlama, editJson, fixture, refusal, tinyLlama } from '../folder';

interface Variant {
  name: string;
  changes: object;
  cases: { text: string; ids: number[]; offsets: [number, number][]; decoded: string }[];
}

const variants = JSON.parse(readFileSync(fixture('tokenizer', 'cases.json'), 'utf8')) as Variant[];
const base = JSON.parse(readFileSync(join(tinyLlama, 'tokenizer.json'), 'utf8')) as object;

/** The reference counts characters, not UTF-16 units. */
function inCharacters(text: string, offsets: readonly (readonly [number, number])[]): number[][] {
  return offsets.map((span) => span.map((end) => Array.from(text.slice(0, end)).length));
}

describe('tokenizers equal the reference on awkward texts', () => {
  for (const { name, changes, cases } of variants) {
    it(`split as ${name} does`, () => {
      const tokenizer = new Tokenizer(readTokenizerFile('tokenizer.json', { ...base, ...changes }, {}));
      for (const { text, ids, offsets, decoded } of cases) {
        const encoding = tokenizer.encode(text);
        expect({ text, ids: encoding.ids }).toEqual({ text, ids });
        expect({ text, offsets: inCharacters(text, encoding.offsets) }).toEqual({ text, offsets });
        expect(tokenizer.decode(ids)).toBe(decoded);
      }
    });
  }
});

describe('special tokens', () => {
  it('stand behind the vocabulary when they are new', async () => {
    const tokenizer = await loadTokenizer(tinyLlama);
    expect(tokenizer.size).toBe(600);
    expect(tokenizer.addSpecial('<v>')).toBe(600);
    expect(tokenizer.addSpecial('<cls>')).toBe(601);
    expect(tokenizer.addSpecial('<v>')).toBe(600);
    expect(tokenizer.size).toBe(602);
    expect(tokenizer.encode('a<v><v><cls>').ids.slice(1)).toEqual([600, 600, 601]);
    expect(tokenizer.decode([600, 64, 601], { skipSpecial: true })).toBe('a');
  });

  it('are found by name, or refused', async () => {
    const tokenizer = await loadTokenizer(tinyLlama);
    expect([tokenizer.bos, tokenizer.eos, tokenizer.idOf('Ġthe')]).toEqual([596, 599, 259]);
    expect(() => tokenizer.idOf('Ġunheard')).toThrow('Missing token "Ġunheard" in the tokenizer\'s vocabulary.');
    const without = new Tokenizer(readTokenizerFile('tokenizer.json', base, {}));
    expect(without.bos).toBeNull();
    expect(() => without.encode('a', { addBos: true })).toThrow(
      'Missing: the tokenizer has no token that begins a text.',
    );
  });
});

describe('refusing tokenizers', () => {
  const changed = async (edit: (json: Record<string, unknown>) => void) => {
    const folder = await copyOfTinyLlama();
    await editJson(join(folder, 'tokenizer.json'), edit);
    return refusal(loadTokenizer(folder));
  };
  const path = 'DIR/tiny/tokenizer.json';
  const expected = 'expected byte-level BPE as in GPT-2, Llama 3, Qwen2 or SmolLM2.';

  it('of another kind', async () => {
    expect(await changed((json) => Object.assign(json['model'] as object, { type: 'WordPiece' }))).toBe(
      `Unsupported: the tokenizer ${path} has a model of type WordPiece that is not byte-level BPE; ${expected}`,
    );
    expect(await changed((json) => Object.assign(json, { normalizer: { type: 'Lowercase' } }))).toBe(
      `Unsupported: the tokenizer ${path} has the normaliser Lowercase; ${expected}`,
    );
    expect(await changed((json) => Object.assign(json, { pre_tokenizer: { type: 'Metaspace' } }))).toBe(
      `Unsupported: the tokenizer ${path} has the pre-tokeniser {"type":"Metaspace"}; ${expected}`,
    );
    const split = { type: 'Split', pattern: { Regex: 'a++' }, behavior: 'Isolated', invert: false };
    expect(await changed((json) => Object.assign(json, { pre_tokenizer: split }))).toBe(
      'Unsupported: the tokenizer splits text by the pattern "a++", which cannot be written in JavaScript.',
    );
  });

  it('that are missing or damaged', async () => {
    expect(await changed((json) => Object.assign(json['model'] as object, { vocab: [] }))).toMatch(
      /^Invalid tokenizer DIR\/tiny\/tokenizer\.json: field "model\.vocab": /,
    );
    expect(await changed((json) => Object.assign(json['model'] as object, { merges: [['a', '☃']] }))).toBe(
      `Invalid tokenizer ${path}: merge "a ☃" joins tokens that its vocabulary lacks.`,
    );
    const folder = await copyOfTinyLlama();
    await writeFile(join(folder, 'tokenizer.json'), '{');
    expect(await refusal(loadTokenizer(folder))).toBe(`Invalid tokenizer ${path}: it is not JSON.`);
    expect(await refusal(loadTokenizer(join(folder, 'none')))).toBe(
      'Missing tokenizer file DIR/tiny/none/tokenizer.json.',
    );
  });
});
