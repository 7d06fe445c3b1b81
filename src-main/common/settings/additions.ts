import { z } from 'zod';
import { meta } from './fieldMeta';

/** What any classifier can be given beside its own: losses between windows and of text, neighbours, official quirks. */
export const additionSettings = {
  structure: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of structure loss',
        section: 'Classifier',
        help: 'Teaches hidden states to be as alike as the windows they are of: aligned by their visual features and the texts of their classes (Sugar, arXiv 2411.00304). 0 turns it off. Range 0 to 10.',
      }),
    ),
  structureText: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta(
      meta({
        label: 'Label text in structure',
        section: 'Classifier',
        help: 'Share of the class text in the similarity of two windows; the rest is what they show. Range 0 to 1.',
        when: { structure: { not: '0' } },
      }),
    ),
  structureKernel: z
    .enum(['product', 'sum'])
    .default('product')
    .meta(
      meta({
        label: 'Kernels combined by',
        section: 'Classifier',
        help: 'product: two steps are alike where picture and text both are. sum: where either is.',
        when: { structure: { not: '0' } },
      }),
    ),
  structureSmoothing: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta(
      meta({
        label: 'Alignment smoothing',
        section: 'Classifier',
        help: 'How windows are aligned: 1 sums over all alignments (global alignment kernel), 0 takes the best one (DTW), between them soft-DTW.',
        when: { structure: { not: '0' } },
      }),
    ),
  contrastive: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of contrastive loss',
        section: 'Classifier',
        help: 'Draws the state that decides to the text of its class and away from those of the other windows of the batch, as CoCa does (arXiv 2205.01917). 0 turns it off. Range 0 to 10.',
      }),
    ),
  textKl: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of text KL',
        section: 'Classifier',
        help: 'Holds the decoder to the language it knew: on text alone, two windows a batch, its predictions should stay those of the frozen decoder (learning without forgetting, arXiv 1606.09282). Costs training time; “gadw forgetting” tells what it buys. 0 turns it off. Range 0 to 10.',
      }),
    ),
  neighbours: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .meta(
      meta({
        label: 'Neighbours',
        section: 'Classifier',
        help: 'How many of the training windows nearest to a window have a say in its class. 0 turns it off. Range 0 to 1,000.',
      }),
    ),
  neighboursIn: z
    .enum(['scores', 'prompt'])
    .default('scores')
    .meta(
      meta({
        label: 'Neighbours in',
        section: 'Classifier',
        help: 'scores: at inference alone, their labels are mixed into the class scores, nearest by the states that decide (kNN-LM, arXiv 1911.00172); a generative classifier needs constrained decoding for it. prompt: in training and at inference the question names their classes, nearest by what the last half second shows; for every kind.',
        when: { neighbours: { not: '0' } },
      }),
    ),
  neighbourWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .meta(
      meta({
        label: 'Weight of neighbours',
        section: 'Classifier',
        help: 'Their share w in (1 - w) · p of the model + w · p of the neighbours. Range 0 to 1.',
        when: { neighbours: { not: '0' }, neighboursIn: ['scores'] },
      }),
    ),
  official: z
    .boolean()
    .default(false)
    .meta(
      meta({
        label: 'Official quirks',
        section: 'Classifier',
        help: 'Repeat what the published code does (gradients summed over accumulation, last step of a video never trained, 1e-8 in metric denominators, …), to compare with published numbers.',
      }),
    ),
};
