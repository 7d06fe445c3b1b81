import { loadWeights } from '../../models/decoder/checkpoint';
import { ClassifierTrainer } from '../../gad/trainer';
import type { Bench } from './definition';
import { ownSide, type Side } from './contest';
import { type DecoderTask, type DecoderTaskSizes, makeDecoderTask } from './decoderTask';
import { smolLm2 } from './randomDecoder';

const sizes: DecoderTaskSizes = { decoder: smolLm2, rank: 128, windows: 4, tokens: 168, dim: 1024 };

/** A training step of a GAD classifier: forward, backward, clip and AdamW, on one batch again and again. */
export async function prepareTraining(folder: string, threads: number, task = sizes): Promise<Bench> {
  const work = await makeDecoderTask(folder, 'gad', task);
  const { windows, tokens, rank } = task;
  const learningRate = work.settings.learningRate;
  const peer = (style: string) => ({ ...work.described, style, learningRate, threads });
  return {
    what: `GAD classifier on a decoder of SmolLM2-135M's shape, LoRA of rank ${rank} on all projections and the head, ${windows} windows of ${tokens} tokens of which ${work.answer} are learnt, fp32`,
    parts: [{ name: 'step', unit: 'training steps', amount: 1, tolerance: 1e-3 }],
    peers: [
      {
        name: 'PyTorch and PEFT as usually written (head on all rows, default AdamW)',
        script: 'train.py',
        task: peer('usual'),
        targets: { step: 1.25 },
        memoryTarget: 0.8,
      },
      {
        name: 'PyTorch and PEFT at their best (head on the rows needed, fused AdamW)',
        script: 'train.py',
        task: peer('best'),
        targets: { step: 1.15 },
      },
    ],
    open: () => openTraining(work, learningRate),
  };
}

async function openTraining(work: DecoderTask, learningRate: number): Promise<Side> {
  const { model, prompt, settings, parameters, checkpoint, steps, windows, tracks } = work;
  const weights = Object.fromEntries(await loadWeights(checkpoint, settings.frozen));
  const trainer = await ClassifierTrainer.create({
    model,
    prompt,
    settings,
    device: 'cpu',
    parameters,
    weights,
    classes: [],
    textIds: [],
    similar: null,
    longest: steps,
    windows,
    updates: Infinity,
    classWeights: [settings.backgroundWeight],
  });
  const step = async () => {
    const { loss } = await trainer.collect(windows, tracks, '');
    await trainer.update(learningRate);
    return [loss];
  };
  return ownSide({ step }, () => trainer.dispose());
}
