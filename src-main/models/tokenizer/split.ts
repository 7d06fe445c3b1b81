/**
 * Pre-tokenisation: cutting text into the pieces within which tokens are merged. The patterns are written for Oniguruma
 * or Rust; they are translated to what JavaScript's `u` flag knows.
 */
import { UserError } from '../../common/errors';

/** Cuts text into pieces that joined give the text again. */
export type Splitter = (text: string) => string[];

/** GPT-2's pattern, also of SmolLM2 (after its digits are set apart). */
export const gpt2Pattern = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
/** Llama 3's pattern: numbers in groups of up to three digits. */
export const llama3Pattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
/** Qwen2's pattern: every digit by itself. */
export const qwen2Pattern = llama3Pattern.replace('\\p{N}{1,3}', '\\p{N}');

/** Every numeric character by itself ("Digits", individual). */
export const splitDigits: Splitter = (text) => text.match(/\p{N}|\P{N}+/gu) ?? [];

/** Matches of a pattern, and what lies between them, as pieces. */
export function splitByPattern(pattern: string): Splitter {
  const expression = translatePattern(pattern);
  return (text) => {
    const pieces: string[] = [];
    let end = 0;
    for (const match of text.matchAll(expression)) {
      if (match[0] === '') continue;
      if (match.index > end) pieces.push(text.slice(end, match.index));
      end = match.index + match[0].length;
      pieces.push(match[0]);
    }
    if (end < text.length) pieces.push(text.slice(end));
    return pieces;
  };
}

/** One splitter after the other, each within the pieces of the one before. */
export function splitInTurn(splitters: readonly Splitter[]): Splitter {
  return (text) => splitters.reduce((pieces, split) => pieces.flatMap(split), [text]);
}

/**
 * `(?i:…)` becomes both cases spelled out, and `\s` Unicode's white space (JavaScript's differs in U+0085 and U+FEFF).
 * @throws UserError `tokenizer-pattern` where JavaScript has no such expression
 */
function translatePattern(pattern: string): RegExp {
  const spaces = pattern.replace(/\\[\s\S]/g, (escape) =>
    escape === '\\s' ? '\\p{White_Space}' : escape === '\\S' ? '\\P{White_Space}' : escape,
  );
  const cases = spaces.replace(/\(\?i:([^()]*)\)/g, (_, inner: string) => `(?:${inner.replace(/[a-z]/gi, bothCases)})`);
  try {
    return new RegExp(cases, 'gu');
  } catch (cause) {
    throw new UserError(
      'tokenizer-pattern',
      `Unsupported: the tokenizer splits text by the pattern "${pattern}", which cannot be written in JavaScript.`,
      'Choose a model whose tokenizer splits text as GPT-2, Llama 3, Qwen2 or SmolLM2 do.',
      { cause },
    );
  }
}

/** All characters equal to a letter when case is ignored; two have a third form. */
function bothCases(letter: string): string {
  const lower = letter.toLowerCase();
  const third = lower === 's' ? 'ſ' : lower === 'k' ? 'K' : '';
  return `[${lower}${letter.toUpperCase()}${third}]`;
}
