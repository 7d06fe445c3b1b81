import type { Bench } from './definition';
import { ownSide, type Side } from './contest';
import { type DecoderTask, type DecoderTaskSizes, makeDecoderTask } from './decoderTask';
import { openPredictor } from './openPredictor';
import { smolLm2 } from './randomDecoder';

const sizes: DecoderTaskSizes = { decoder: smolLm2, rank: 128, windows: 8, tokens: 150, dim: 1024 };

/** Class logits of a discriminative classifier, for one batch of windows again and again. */
export async function prepareInference(folder: string, threads: number, task = sizes): Promise<Bench> {
  const work = await makeDecoderTask(folder, 'discriminative', task);
  const { windows, tokens, rank } = task;
  const peer = (style: string) => ({ ...work.described, style, threads });
  return {
    what: `discriminative classifier on a decoder of SmolLM2-135M's shape, LoRA of rank ${rank}, ${windows} windows of ${tokens} tokens, fp32`,
    parts: [{ name: 'windows', unit: 'windows', amount: windows, tolerance: 1e-3 }],
    peers: [
      {
        name: 'PyTorch and PEFT in the official style (batch 1, head on all rows, adapter unmerged)',
        script: 'infer.py',
        task: peer('usual'),
        targets: { windows: 1.8 },
      },
      {
        name: `PyTorch at its best (batch ${windows}, no head, adapter merged)`,
        script: 'infer.py',
        task: peer('best'),
        targets: { windows: 1.1 },
      },
    ],
    open: () => openInference(work),
  };
}

async function openInference(work: DecoderTask): Promise<Side> {
  const predictor = await openPredictor(work, 'greedy');
  const classify = async () => [...((await predictor.predict(work.windows, work.tracks)).logits ?? [])];
  return ownSide({ windows: classify }, () => predictor.dispose());
}
