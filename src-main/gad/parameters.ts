import { Rng } from '../common/rng';
import { float32, type HostTensor } from '../engine/runtime/tensor';
import { initialLora } from '../models/decoder/lora';
import { loraTargets, type LoraTarget } from '../models/decoder/weights';
import { projections } from '../models/weights/names';
import type { ClassifierDescription } from './classifier';
import type { ClassifierModel } from './network';

/**
 * What of a classifier is trained: LoRA on the decoder's projections (on its head too where text is written),
 * and in full the connector, the class head and the class embedding, those of the context where a head names
 * it, label tokens that are new, and the map of class texts that only the contrastive loss has. Names are those
 * of `models/weights/peft.ts`.
 */
export function adaptedTargets(description: ClassifierDescription): readonly LoraTarget[] {
  return description.response === 'never' ? projections : loraTargets;
}

/** Modules trained in full, as PEFT's `modules_to_save` names them. */
export function fullModules(description: ClassifierDescription): string[] {
  const { classHead, classToken, contextHead, tokenisation, contrastive } = description;
  const modules = ['connector'];
  if (classHead) modules.push('cls_head');
  if (classToken) modules.push('cls_emb');
  if (contextHead !== 'none') modules.push('context_head');
  if (contextHead === 'own [CLS]') modules.push('context_emb');
  if (tokenisation === 'extend') modules.push('label_tokens');
  if (contrastive > 0) modules.push('text_proj');
  return modules;
}

/** Names and shapes of the tensors trained in full. */
function fullShapes(model: ClassifierModel): Map<string, readonly number[]> {
  const { hiddenSize } = model.decoder;
  const linear = (name: string, out: number, width: number) => [
    [`${name}.weight`, [out, width]] as const,
    [`${name}.bias`, [out]] as const,
  ];
  const of: Record<string, (readonly [string, readonly number[]])[]> = {
    connector: [
      ...linear('connector.0', hiddenSize, model.visualDim),
      ...linear('connector.2', hiddenSize, hiddenSize),
    ],
    cls_head: linear('cls_head', model.classes, hiddenSize),
    cls_emb: [['cls_emb.weight', [1, hiddenSize]]],
    context_head: linear('context_head', model.classes, hiddenSize),
    context_emb: [['context_emb.weight', [1, hiddenSize]]],
    label_tokens: [['label_tokens.weight', [model.classes, hiddenSize]]],
    text_proj: linear('text_proj', hiddenSize, hiddenSize),
  };
  return new Map(fullModules(model.description).flatMap((module) => of[module] as (typeof of)[string]));
}

/**
 * Values before the first update: linear maps as PyTorch begins them (uniform in ±1/√in), LoRA as PEFT does, class
 * embeddings and new label tokens normal with the spread of the token embeddings.
 * @param embeddingSpread standard deviation of the token embeddings
 */
export function initialParameters(
  model: ClassifierModel,
  embeddingSpread: number,
  seed: number,
): Map<string, HostTensor> {
  const tensors = model.lora ? initialLora(model.decoder, model.lora, seed) : new Map<string, HostTensor>();
  const shapes = fullShapes(model);
  for (const [name, shape] of shapes) {
    const rng = new Rng(seed, name);
    const bound = 1 / Math.sqrt(shapes.get(name.replace('bias', 'weight'))?.[1] as number);
    const draw = /^(cls_emb|context_emb|label_tokens)\./.test(name)
      ? () => embeddingSpread * rng.normal()
      : () => rng.between(-bound, bound);
    const size = shape.reduce((product, length) => product * length, 1);
    tensors.set(name, float32(shape, Float32Array.from({ length: size }, draw)));
  }
  return tensors;
}

/** Standard deviation of a sample of the token embeddings. */
export function spreadOf(values: Float32Array): number {
  const every = Math.max(1, Math.floor(values.length / 1e5));
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i += every, count++) sum += (values[i] as number) ** 2;
  return Math.sqrt(sum / count);
}
