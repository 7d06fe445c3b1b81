import { elementCount } from '../weights/source';
import { openCheckpoint } from './checkpoint';
import type { DecoderConfig } from './config';
import { decoderShapes } from './weights';

/** One line for people: "Llama, 4.9 M parameters, vocabulary 1,024". @throws UserError as `openCheckpoint` */
export async function describeDecoder(path: string): Promise<string> {
  const { config } = await openCheckpoint(path);
  const millions = parameterCount(config) / 1e6;
  const size =
    millions >= 1000 ? `${(millions / 1000).toFixed(1)} B` : `${millions.toPrecision(millions < 10 ? 2 : 3)} M`;
  const family = config.family === 'llama' ? 'Llama' : 'Qwen2';
  return `${family}, ${size} parameters, vocabulary ${config.vocabularySize.toLocaleString('en')}`;
}

/** Numbers in the checkpoint, biases and norms included; a tied head counts once. */
export function parameterCount(config: DecoderConfig): number {
  return [...decoderShapes(config).values()].reduce((sum, shape) => sum + elementCount(shape), 0);
}
