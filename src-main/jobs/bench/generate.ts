import { ownSide, type Side } from './contest';
import { type DecoderTask, type DecoderTaskSizes, makeDecoderTask } from './decoderTask';
import type { Bench } from './definition';
import { openPredictor } from './openPredictor';
import { smolLm2 } from './randomDecoder';

const sizes: DecoderTaskSizes = { decoder: smolLm2, rank: 128, windows: 8, tokens: 150, dim: 1024 };

/**
 * Answers of a generative classifier that writes the labels of its windows, each another one, so that at first all but
 * one are guessed wrong; and log-probabilities of all labels.
 */
export async function prepareGeneration(folder: string, threads: number, task = sizes): Promise<Bench> {
  const work = await makeDecoderTask(folder, 'generative', task);
  const { prompt, windows, steps } = work;
  const longest = prompt.longestWritten;
  const answers = prompt.answers.map((answer) => [...answer]);
  const described = { ...work.described, threads, longest, eos: prompt.eos, answers };
  const opened = prompt.layout(steps, null).ids.length;
  return {
    what: `generative classifier on a decoder of SmolLM2-135M's shape, LoRA of rank ${task.rank} merged, the head's too, ${windows.length} windows of ${opened} tokens, answers of 5, ${answers.length} labels, fp32`,
    parts: [
      { name: 'greedy', unit: 'windows', amount: windows.length, tolerance: 0 },
      { name: 'constrained', unit: 'windows', amount: windows.length, tolerance: 1e-3 },
    ],
    peers: [
      {
        name: 'transformers with its cache, batch 1 (greedy: generate)',
        script: 'generate.py',
        task: { ...described, opened, batch: 1 },
        targets: { greedy: 1.3 },
      },
      {
        name: `transformers with its cache, batch ${windows.length}`,
        script: 'generate.py',
        task: { ...described, opened, batch: windows.length },
        targets: {},
      },
    ],
    open: () => openGeneration(work),
  };
}

async function openGeneration(work: DecoderTask): Promise<Side> {
  const { prompt, windows, tracks } = work;
  const [writing, scoring] = [await openPredictor(work, 'greedy'), await openPredictor(work, 'constrained')];
  const greedy = async () => {
    const { answers } = await writing.predict(windows, tracks);
    return (answers ?? []).flatMap(({ ids }) => {
      const padding = new Array<number>(prompt.longestWritten - ids.length).fill(prompt.eos);
      return [...ids, ...padding];
    });
  };
  const constrained = async () => [...((await scoring.predict(windows, tracks)).logits ?? [])];
  return ownSide({ greedy, constrained }, async () => {
    await writing.dispose();
    await scoring.dispose();
  });
}
