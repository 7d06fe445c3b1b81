import { Rng } from '../common/rng';
import type { Value } from '../engine/graph/graph';
import type { Builder } from '../engine/ops/builder';
import { type HostTensor, int32 } from '../engine/runtime/tensor';
import { Decoder } from '../models/decoder/decoder';
import type { Lora } from '../models/decoder/lora';
import type { ClassifierModel } from './network';

/**
 * What holds a training to the language model it began with (learning without forgetting, Li and Hoiem 2016, on
 * text): every batch brings windows of text alone, on which the adapted decoder should foretell each token as the
 * frozen one does. The loss is KL(frozen || adapted), a mean over all tokens; nothing is dropped here, and only
 * adapters get gradients. The frozen logits are made in the same graph, from the same weights: kept, they would take
 * more memory than the decoder.
 */
export interface TextShape {
  windows: number;
  /** Tokens a window. */
  steps: number;
}

/** Of every batch. */
export const textShape: TextShape = { windows: 2, steps: 64 };

/** The loss, a scalar. Reads `textIds` int32 [windows, steps]. */
export function textKl(b: Builder, { decoder: config, base, lora }: ClassifierModel, shape = textShape): Value {
  const ids = b.input('textIds', 'int32', [shape.windows, shape.steps]);
  const logProbabilities = (name: string, adapters: Lora | null) =>
    b.scope(name, () => {
      const decoder = new Decoder(b, config, { base, ...shape, ...(adapters && { lora: adapters }) });
      return b.logSoftmax(decoder.logits(decoder.states(decoder.embed(ids))));
    });
  const frozen = logProbabilities('frozenText', null);
  const adapted = logProbabilities('text', lora && { ...lora, dropout: 0 });
  const divergence = b.reduceSum(b.mul(b.exp(frozen), b.sub(frozen, adapted)));
  return b.mul(divergence, 1 / (shape.windows * shape.steps));
}

/**
 * Windows for one batch, drawn anew for each.
 * @param ids of all texts, one behind the other
 * @param stream makes this batch's windows its own
 */
export function textFeeds(ids: readonly number[], seed: number, stream: string): Record<string, HostTensor> {
  const { windows, steps } = textShape;
  const rng = new Rng(seed, `text ${stream}`);
  const drawn = Array.from({ length: windows }, () => {
    const start = rng.below(ids.length - steps + 1);
    return ids.slice(start, start + steps);
  });
  return { textIds: int32([windows, steps], drawn.flat()) };
}
