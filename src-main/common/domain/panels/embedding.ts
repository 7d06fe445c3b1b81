import { z } from 'zod';
import { meta } from '../../settings';
import { layoutMethods } from '../embedding';
import { shown, split } from './shared';

export const EmbeddingSettings = z.object({
  ...shown,
  split,
  method: z
    .enum(layoutMethods)
    .default('t-SNE')
    .meta(
      meta({ label: 'Method', section: 'Panel', help: 'How the states that decide are laid out in two dimensions.' }),
    ),
  perplexity: z
    .number()
    .min(2)
    .max(200)
    .default(30)
    .meta(
      meta({
        label: 'Perplexity',
        section: 'Panel',
        help: 'How many neighbours a point is drawn to, about. 2 to 200.',
        when: { method: { not: 'PCA' } },
      }),
    ),
  seed: z
    .int()
    .min(0)
    .default(0)
    .meta(meta({ label: 'Seed', section: 'Panel', help: 'Draws the steps and the layout.' })),
  perClass: z
    .int()
    .min(1)
    .max(5000)
    .default(200)
    .meta(meta({ label: 'Steps a class', section: 'Panel', help: 'At most; drawn by the seed. 1 to 5,000.' })),
  states: z
    .enum(['that decide', 'of a layer'])
    .default('that decide')
    .meta(
      meta({
        label: 'States',
        section: 'Panel',
        help: 'that decide: of [CLS], or of the place that predicts the first token of the label. of a layer: of the same places behind an inner layer, computed again.',
      }),
    ),
  layer: z
    .int()
    .min(0)
    .max(1000)
    .default(1)
    .meta(
      meta({
        label: 'Layer',
        section: 'Panel',
        help: 'Of the decoder; 0: its embeddings.',
        when: { states: ['of a layer'] },
      }),
    ),
  steps: z
    .enum(['all', 'right', 'wrong'])
    .default('all')
    .meta(
      meta({
        label: 'Steps',
        section: 'Panel',
        help: 'Shows all steps of the map, or those that were named right or wrong.',
      }),
    ),
  marks: z
    .enum(['colour', 'colour and shape'])
    .default('colour and shape')
    .meta(
      meta({ label: 'Marks', section: 'Panel', help: 'Shapes tell nouns apart where colours are seen differently.' }),
    ),
  legend: z
    .enum(['direct', 'below', 'none'])
    .default('below')
    .meta(
      meta({ label: 'Legend', section: 'Panel', help: 'direct: names at the classes. below: a key for each class.' }),
    ),
});
