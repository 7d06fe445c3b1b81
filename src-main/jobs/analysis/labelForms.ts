import type { LabelForms } from '../../analysis/labelSimilarity';
import type { Run, RunClass } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import { requireModel } from '../../data/project/models';
import type { ProjectStore } from '../../data/project/store';
import { classEmbeddings } from '../../gad/classEmbeddings';
import { classTexts } from '../../gad/classText';
import { openCheckpoint } from '../../models/decoder/checkpoint';

/** The decoder whose view of labels is taken where a run has none of its own. */
const shippedDecoder = 'kitchen-lm';

/**
 * Texts, subwords and meanings of a run's classes, as its decoder has them before training.
 * @returns decoder null where it is not there: then words stand for subwords, and nothing is known of meanings
 */
export async function labelForms(
  store: ProjectStore,
  run: Run,
  classes: readonly RunClass[],
): Promise<{ labels: LabelForms[]; decoder: string | null }> {
  const texts = classTexts(classes, run.settings?.official ?? false);
  const decoder = run.settings?.decoder ?? shippedDecoder;
  try {
    const { tokenizer, weights, config } = await openCheckpoint(await requireModel(store, decoder, 'decoder'));
    const table = await weights.read('embedding.weight');
    const embeddings = classEmbeddings(texts, tokenizer, table, config.hiddenSize);
    const labels = texts.map((text, i) => ({
      text,
      tokens: tokenizer.encode(` ${text}`).ids,
      embedding: embeddings[i] ?? null,
    }));
    return { labels, decoder };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { labels: byWords(texts), decoder: null };
  }
}

function byWords(texts: readonly string[]): LabelForms[] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return texts.map((text) => ({ text, tokens: text.split(' ').map(numberOf), embedding: null }));
}
