import type { Graph } from '../engine/graph/graph';
import { Builder } from '../engine/ops/builder';
import { floats, type HostTensor, int32 } from '../engine/runtime/tensor';
import type { DeviceId } from '../common/contract/app';
import type { DecoderConfig } from '../models/decoder/config';
import { Decoder } from '../models/decoder/decoder';
import type { Lora } from '../models/decoder/lora';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import { largestIndex } from './decode';
import { Executables } from './executables';

/**
 * A decoder as the language model that it was before there were pictures: how well it foretells a text, and how it goes
 * on from one. Nothing of the classifier is part of it, so that what training did to the language alone is seen.
 */
export interface TextModelOptions {
  decoder: DecoderConfig;
  /** The head's adapter; null where there is none. */
  lora: Lora | null;
  /** By input name, adapters of the layers merged. */
  weights: Readonly<Record<string, HostTensor>>;
  tokenizer: Tokenizer;
  device: DeviceId;
}

/** Tokens a pass at most; the kitchen model was trained on as many. */
const longest = 128;
/** Passes are padded behind to a multiple of this, so that few graphs are compiled. */
const lengthStep = 16;

export class TextModel {
  private readonly executables: Executables;

  constructor(private readonly options: TextModelOptions) {
    this.executables = new Executables(options.weights, options.device);
  }

  /** Ids of a text behind the token that begins texts, where the tokenizer has one. */
  encode(text: string): number[] {
    const { tokenizer } = this.options;
    return tokenizer.encode(text, { addBos: tokenizer.bos !== null }).ids;
  }

  /**
   * Cross entropy in nats of every token of a text but the first, `[tokens - 1]`. Long texts are read in pieces, each
   * of which begins with the last token of the one before it and knows no more of it.
   */
  async crossEntropies(ids: readonly number[]): Promise<number[]> {
    const losses: number[] = [];
    for (let start = 0; start + 1 < ids.length; start += this.longest) {
      const count = Math.min(this.longest, ids.length - 1 - start);
      const length = padded(count, this.longest);
      const executable = await this.executables.get(`losses ${length}`, () => this.lossGraph(length), false);
      const { losses: rows } = await this.executables.run(executable, {
        ids: int32([1, length], filledUp(ids.slice(start, start + count), length)),
        next: int32([length], filledUp(ids.slice(start + 1, start + 1 + count), length)),
      });
      losses.push(...floats(rows as HostTensor).subarray(0, count));
    }
    return losses;
  }

  /**
   * How the model goes on from a text: the likeliest tokens, one by one, up to the one that ends it or `count` of them.
   */
  async complete(opening: string, count: number): Promise<string> {
    const { tokenizer } = this.options;
    const ids = this.encode(opening);
    const written: number[] = [];
    while (written.length < count) {
      const seen = [...ids, ...written].slice(-this.longest);
      const length = padded(seen.length, this.longest);
      const executable = await this.executables.get(`next ${length}`, () => this.nextGraph(length), false);
      const { logits } = await this.executables.run(executable, {
        ids: int32([1, length], filledUp(seen, length)),
        last: int32([1], [seen.length - 1]),
      });
      // Rows of the table beyond the tokenizer's ids mean nothing.
      const token = largestIndex(floats(logits as HostTensor).subarray(0, tokenizer.size));
      if (token === tokenizer.eos) break;
      written.push(token);
    }
    return tokenizer.decode(written, { skipSpecial: true });
  }

  dispose(): Promise<void> {
    return this.executables.dispose();
  }

  private get longest(): number {
    return Math.min(longest, this.options.decoder.contextLength);
  }

  private lossGraph(length: number): Graph {
    const { b, decoder, ids } = this.begin(length);
    const logits = decoder.logits(decoder.states(decoder.embed(ids)));
    return b.graph({ losses: b.crossEntropy(logits, b.input('next', 'int32', [length])) });
  }

  private nextGraph(length: number): Graph {
    const { b, decoder, ids } = this.begin(length);
    const last = b.input('last', 'int32', [1]);
    return b.graph({ logits: decoder.logits(decoder.states(decoder.embed(ids), undefined, last)) });
  }

  private begin(length: number) {
    const { decoder: config, lora } = this.options;
    const b = new Builder();
    const decoder = new Decoder(b, config, { base: 'fp32', windows: 1, steps: length, ...(lora && { lora }) });
    return { b, decoder, ids: b.input('ids', 'int32', [1, length]) };
  }
}

/** Padding stands behind the tokens, which do not see it. */
const padded = (count: number, most: number) => Math.min(most, Math.ceil(count / lengthStep) * lengthStep);

function filledUp(ids: readonly number[], length: number): Int32Array {
  const filled = new Int32Array(length);
  filled.set(ids);
  return filled;
}
