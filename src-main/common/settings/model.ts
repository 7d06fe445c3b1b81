import { z } from 'zod';
import { meta } from './fieldMeta';

const devices = ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const;
export type DeviceChoice = (typeof devices)[number];

/** The decoder, its adapters, and where they compute. */
export const modelSettings = {
  decoder: z
    .string()
    .default('kitchen-lm')
    .meta(
      meta({
        label: 'Decoder',
        section: 'Model',
        help: 'The language model that is fine-tuned, by its id in the project.',
      }),
    ),
  rank: z
    .int()
    .min(1)
    .max(512)
    .default(16)
    .meta(
      meta({
        label: 'LoRA rank',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Rank of the adapters. The paper uses 128 on Llama 3.2 1B; 16 suits small data. Range 1 to 512.',
      }),
    ),
  alpha: z
    .number()
    .positive()
    .max(1024)
    .default(32)
    .meta(
      meta({
        label: 'LoRA α',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Adapters are scaled by α / rank. Twice the rank is customary.',
      }),
    ),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.05)
    .meta(
      meta({
        label: 'LoRA dropout',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Chance that an input of an adapter is dropped in training. Range 0 to 0.9.',
      }),
    ),
  frozen: z
    .enum(['fp32', 'fp16'])
    .default('fp32')
    .meta(
      meta({
        label: 'Frozen weights',
        section: 'Model',
        help: 'How weights that are not trained are held. fp16 halves their memory; on the CPU it is no faster.',
      }),
    ),
  recompute: z
    .enum(['none', 'half', 'layer'])
    .default('none')
    .meta(
      meta({
        label: 'Recompute',
        section: 'Model',
        help: 'Compute activations again in the backward pass instead of keeping them: layer takes the least memory and about a third more time.',
      }),
    ),
  device: z
    .enum(devices)
    .default('auto')
    .meta(
      meta({
        label: 'Device',
        section: 'Model',
        help: 'Where the training graph runs. auto takes the best that is tested on this system.',
      }),
    ),
};
