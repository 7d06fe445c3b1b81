/** The weights a decoder of a given configuration has, by our names (`models/weights/names.ts`). */
import { type Projection, projections } from '../weights/names';
import type { DecoderConfig } from './config';

export type Shape = readonly number[];

/** Modules that LoRA can adapt. */
export type LoraTarget = Projection | 'head';
export const loraTargets: readonly LoraTarget[] = [...projections, 'head'];

/** Output and input size of a projection, or of the head: its weight's shape. */
export function projectionShape(config: DecoderConfig, module: LoraTarget): readonly [number, number] {
  const { hiddenSize, mlpSize, vocabularySize } = config;
  const queries = config.heads * config.headSize;
  const keys = config.keyValueHeads * config.headSize;
  const shapes: Record<LoraTarget, readonly [number, number]> = {
    q: [queries, hiddenSize],
    k: [keys, hiddenSize],
    v: [keys, hiddenSize],
    o: [hiddenSize, queries],
    gate: [mlpSize, hiddenSize],
    up: [mlpSize, hiddenSize],
    down: [hiddenSize, mlpSize],
    head: [vocabularySize, hiddenSize],
  };
  return shapes[module];
}

/** Shapes of all tensors of a checkpoint, by our names. */
export function decoderShapes(config: DecoderConfig): Map<string, Shape> {
  const { hiddenSize, vocabularySize } = config;
  const shapes = new Map<string, Shape>([
    ['embedding.weight', [vocabularySize, hiddenSize]],
    ['finalNorm.weight', [hiddenSize]],
  ]);
  if (!config.tiedHead) shapes.set('head.weight', [vocabularySize, hiddenSize]);
  for (let layer = 0; layer < config.layers; layer++) {
    shapes.set(`layer.${layer}.attentionNorm.weight`, [hiddenSize]);
    shapes.set(`layer.${layer}.mlpNorm.weight`, [hiddenSize]);
    for (const projection of projections) {
      const shape = projectionShape(config, projection);
      shapes.set(`layer.${layer}.${projection}.weight`, shape);
      if (config.biases.includes(projection)) shapes.set(`layer.${layer}.${projection}.bias`, [shape[0]]);
    }
  }
  return shapes;
}

/** Module names of all places a LoRA with these targets adapts, in the order of the forward pass. */
export function adaptedModules(
  config: DecoderConfig,
  targets: readonly LoraTarget[],
): { module: string; shape: readonly [number, number] }[] {
  const adapted = [];
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of projections)
      if (targets.includes(projection))
        adapted.push({ module: `layer.${layer}.${projection}`, shape: projectionShape(config, projection) });
  if (targets.includes('head')) adapted.push({ module: 'head', shape: projectionShape(config, 'head') });
  return adapted;
}
