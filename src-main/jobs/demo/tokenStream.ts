import { Rng } from '../../common/rng';
import { type HostTensor, int32 } from '../../engine/runtime/tensor';
import type { Tokenizer } from '../../models/tokenizer/tokenizer';
import { corpus } from './corpus';

/** Special tokens of the demo's tokenizer, called as Llama 3 calls them. */
export const bos = '<|begin_of_text|>';
export const eos = '<|eot_id|>';

/** The corpus as one endless row of tokens: each text between `bos` and `eos`. */
export class TokenStream {
  private readonly texts: Generator<string, never>;
  private waiting: number[] = [];

  constructor(
    private readonly tokenizer: Tokenizer,
    seed: number,
    stream: string,
  ) {
    this.texts = corpus(new Rng(seed, stream));
  }

  /** `ids` [batch, steps], and `labels` [batch * steps]: each position's next token. */
  batch(batch: number, steps: number): { ids: HostTensor; labels: HostTensor } {
    const ids = new Int32Array(batch * steps);
    const labels = new Int32Array(batch * steps);
    for (let row = 0; row < batch; row++) {
      const tokens = this.take(steps + 1);
      ids.set(tokens.slice(0, -1), row * steps);
      labels.set(tokens.slice(1), row * steps);
    }
    return { ids: int32([batch, steps], ids), labels: int32([batch * steps], labels) };
  }

  private take(count: number): number[] {
    while (this.waiting.length < count) {
      this.waiting.push(this.tokenizer.idOf(bos), ...this.tokenizer.encode(this.texts.next().value).ids);
      this.waiting.push(this.tokenizer.idOf(eos));
    }
    return this.waiting.splice(0, count);
  }
}
