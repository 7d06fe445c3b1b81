import type { RunClass } from '../common/domain/run';
import type { TrainSettings } from '../common/settings';
import { recordText } from '../data/project/records';
import type { RunClassifier } from './classifier';

/**
 * `classifier.json` beside an adapter: what a program needs, beside the adapter and its decoder, to ask as it was asked
 * in training (docs/adapters.md). Read by others; this program has the same from the run's record.
 */
export function classifierFile(
  settings: TrainSettings,
  classes: readonly RunClass[],
  { prompt, texts, checkpoint: { tokenizer }, set }: RunClassifier,
): string {
  const [asked, end] = prompt.question;
  return recordText({
    version: 1,
    settings,
    /** In the order of the rows of `cls_head`, `context_head` and `label_tokens`. */
    classes: classes.map((entry, i) => ({ ...entry, text: texts[i] })),
    /** Ids; those behind the tokenizer's vocabulary have no row in the embedding table. */
    tokens: { bos: tokenizer.bos, eos: prompt.eos, silence: prompt.silence, ...prompt.specials },
    /** Tokens of each class's answer behind `opening`. */
    answers: prompt.answers,
    question: { asked, end },
    opening: prompt.opening,
    /** What a step's features are. */
    features: { name: set.name, rate: set.rate, tokens: set.tokens, dim: set.dim },
  });
}
