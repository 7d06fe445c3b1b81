import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../common/errors';
import { Rng } from '../../common/rng';
import { resourcesFolder } from '../../data/resources';
import type { Tokenizer } from '../../models/tokenizer/tokenizer';
import { corpus } from '../demo/corpus';

/** A text with its name; each passage is read for itself. */
export interface MeasuredText {
  name: string;
  passages: string[];
}

/**
 * The decoder that knows nothing but kitchens: plain prose is foreign to it, so that its own domain is measured, too.
 */
const kitchenDecoder = 'kitchen-lm';
const kitchenPassages = 60;
const learntKitchenPassages = 600;

/** What every run is measured by. @param own path of a user's text */
export async function measuredTexts(decoder: string, own: string | undefined): Promise<MeasuredText[]> {
  const texts = [{ name: 'prose', passages: passagesOf(await readText('prose')) }];
  if (decoder === kitchenDecoder) texts.push({ name: 'kitchen', passages: kitchen('measured', kitchenPassages) });
  if (own !== undefined) texts.push({ name: basename(own), passages: await ownPassages(own) });
  return texts;
}

/**
 * Ids of the texts that a training may hold itself to, one behind the other, each with what begins and ends a text
 * where the tokenizer has it. None of them is measured.
 */
export async function learntTextIds(decoder: string, tokenizer: Tokenizer): Promise<number[]> {
  const prose = passagesOf(await readText('training'));
  const texts = decoder === kitchenDecoder ? kitchen('learnt', learntKitchenPassages) : prose;
  const { bos, eos } = tokenizer;
  return texts.flatMap((text) => [
    ...(bos === null ? [] : [bos]),
    ...tokenizer.encode(text).ids,
    ...(eos === null ? [] : [eos]),
  ]);
}

/** Beginnings that are gone on from. */
export async function openings(): Promise<string[]> {
  return (await readText('openings')).split(/\r?\n/).filter((line) => line !== '');
}

/** @param stream others have other sentences */
function kitchen(stream: string, count: number): string[] {
  const sentences = corpus(new Rng(0, `forgetting ${stream}`));
  return Array.from({ length: count }, () => sentences.next().value);
}

function readText(name: string): Promise<string> {
  return readFile(join(resourcesFolder(), 'texts', `${name}.txt`), 'utf8');
}

/** Paragraphs, between which there are empty lines. */
function passagesOf(text: string): string[] {
  const paragraphs = text.split(/(?:\r?\n[ \t]*){2,}/).map((paragraph) => paragraph.trim());
  return paragraphs.filter((paragraph) => paragraph !== '');
}

/** @throws UserError `text-unreadable`, `text-empty` */
async function ownPassages(path: string): Promise<string[]> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new UserError(
      'text-unreadable',
      `Reading the text ${path}: there is no such file, or it is not UTF-8.`,
      'Name a plain text file.',
      { cause },
    );
  }
  const passages = passagesOf(text);
  if (passages.length > 0) return passages;
  throw new UserError('text-empty', `Reading the text ${path}: it holds no words.`, 'Name a text with some sentences.');
}
