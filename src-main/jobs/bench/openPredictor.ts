import type { Decoding } from '../../common/settings';
import { Predictor } from '../../gad/predictor';
import { loadWeights } from '../../models/decoder/checkpoint';
import { mergeLora } from '../../models/decoder/merge';
import type { DecoderTask } from './decoderTask';

/** The classifier of a task as inference runs it: adapters merged, but that of a head which writes. */
export async function openPredictor(work: DecoderTask, decoding: Decoding): Promise<Predictor> {
  const { model, prompt, settings, texts, parameters, checkpoint, steps, windows } = work;
  const plain = await loadWeights(checkpoint, settings.frozen);
  const merged = await mergeLora(plain, new Map(Object.entries(parameters)), settings);
  const writes = model.description.response === 'always';
  return new Predictor({
    model: { ...model, lora: writes && model.lora ? { ...model.lora, targets: ['head'] } : null },
    prompt,
    tokenizer: checkpoint.tokenizer,
    texts,
    leftOut: new Set(),
    decoding,
    silenceThreshold: 0,
    official: false,
    similar: null,
    weights: { ...Object.fromEntries(merged), ...parameters },
    device: 'cpu',
    batch: windows.length,
    longest: steps,
  });
}
