import { join } from 'node:path';
import type { Predictor } from '../../gad/predictor';
import { ownSide, type Side } from './contest';
import { type DecoderTask, type DecoderTaskSizes, makeDecoderTask } from './decoderTask';
import type { Bench } from './definition';
import { openPredictor } from './openPredictor';
import { smolLm2 } from './randomDecoder';

const sizes: DecoderTaskSizes = { decoder: smolLm2, rank: 128, windows: 8, tokens: 150, dim: 1024 };

/**
 * The discriminative classifier against the generative one, both ours, on the same decoder and as many tokens a window.
 */
export async function prepareKinds(folder: string, _threads: number, task = sizes): Promise<Bench> {
  const discriminative = await makeDecoderTask(join(folder, 'discriminative'), 'discriminative', task);
  const generative = await makeDecoderTask(join(folder, 'generative'), 'generative', task);
  return {
    what: `discriminative classifier on a decoder of SmolLM2-135M's shape, LoRA of rank ${task.rank} merged, ${task.windows} windows of ${task.tokens} tokens, fp32, against generative ones whose windows end in an answer of 5`,
    parts: [{ name: 'windows', unit: 'windows', amount: task.windows, tolerance: null }],
    peers: [
      {
        name: 'our generative classifier, greedy',
        open: async () => predicting(generative, await openPredictor(generative, 'greedy')),
        targets: { windows: 2 },
      },
      {
        name: 'our generative classifier, constrained to 101 labels',
        open: async () => predicting(generative, await openPredictor(generative, 'constrained')),
        targets: {},
      },
    ],
    open: async () => predicting(discriminative, await openPredictor(discriminative, 'greedy')),
  };
}

function predicting({ windows, tracks }: DecoderTask, predictor: Predictor): Side {
  const predict = async () => {
    await predictor.predict(windows, tracks);
    return [];
  };
  return ownSide({ windows: predict }, () => predictor.dispose());
}
