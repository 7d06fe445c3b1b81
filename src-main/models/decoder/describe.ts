import { openCheckpoint } from './checkpoint';
import type { DecoderConfig } from './config';

/** One line for people: "Llama, 4.9 M parameters, 1,024 tokens of vocabulary". @throws UserError as `openCheckpoint` */
export async function describeDecoder(path: string): Promise<string> {
  const { config } = await openCheckpoint(path);
  const millions = parameterCount(config) / 1e6;
  const size =
    millions >= 1000 ? `${(millions / 1000).toFixed(1)} B` : `${millions.toPrecision(millions < 10 ? 2 : 3)} M`;
  const family = config.family === 'llama' ? 'Llama' : 'Qwen2';
  return `${family}, ${size} parameters, vocabulary ${config.vocabularySize.toLocaleString('en')}`;
}

/** Numbers in the checkpoint, biases and norms included. */
export function parameterCount(config: DecoderConfig): number {
  const { hiddenSize, heads, keyValueHeads, headSize, mlpSize, layers, vocabularySize, tiedHead } = config;
  const attention = hiddenSize * headSize * (2 * heads + 2 * keyValueHeads);
  const norms = 2 * hiddenSize;
  return (
    layers * (attention + 3 * hiddenSize * mlpSize + norms) +
    hiddenSize +
    vocabularySize * hiddenSize * (tiedHead ? 1 : 2)
  );
}
