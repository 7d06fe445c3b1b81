import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/errors';
import { type GgufFile, openGguf } from '../weights/gguf';
import { MergeOutsideVocabulary } from './bpe';
import { readGgufTokenizer } from './ggufTokenizer';
import { readTokenizerFile } from './huggingFace';
import { Tokenizer, type TokenizerDefinition } from './tokenizer';

/**
 * The tokenizer of a model: from `tokenizer.json` of a Hugging Face folder, or from a .gguf file.
 * @throws UserError `tokenizer-missing`, `tokenizer-invalid`, `tokenizer-unsupported` or `tokenizer-pattern`
 */
export async function loadTokenizer(folderOrGguf: string): Promise<Tokenizer> {
  if (folderOrGguf.endsWith('.gguf')) return tokenizerOfGguf(await openGguf(folderOrGguf));
  const path = join(folderOrGguf, 'tokenizer.json');
  const configPath = join(folderOrGguf, 'tokenizer_config.json');
  const config = await readJson(configPath).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'tokenizer-missing') return {};
    throw error;
  });
  return makeTokenizer(path, readTokenizerFile(path, await readJson(path), config));
}

/** The tokenizer that a GGUF file carries. @throws UserError where it is of a kind that is not read */
export function tokenizerOfGguf(file: GgufFile): Tokenizer {
  return makeTokenizer(file.path, readGgufTokenizer(file));
}

function makeTokenizer(path: string, definition: TokenizerDefinition): Tokenizer {
  try {
    return new Tokenizer(definition);
  } catch (error) {
    if (error instanceof MergeOutsideVocabulary)
      throw invalid(path, `merge "${error.left} ${error.right}" joins tokens that its vocabulary lacks`);
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      'tokenizer-missing',
      `Missing tokenizer file ${path}.`,
      'Copy or download it into the folder.',
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(path, 'it is not JSON');
  }
}

function invalid(path: string, what: string): UserError {
  return new UserError('tokenizer-invalid', `Invalid tokenizer ${path}: ${what}.`, 'Copy or download the file again.');
}
