import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../common/errors';
import { writeFileAtomic } from '../data/project/atomic';
import type { HostTensor } from '../engine/runtime/tensor';
import type { TrainingState } from '../engine/runtime/trainedState';
import { type Adapter, adapterFiles, readAdapter } from '../models/weights/peft';
import { encodeSafetensors, openSafetensors } from '../models/weights/safetensors';

/**
 * A checkpoint: the adapter as PEFT saves it, and while the training is unfinished `optimizer.safetensors` with the
 * moments of AdamW and `training.json`.
 */
const Progress = z.object({ step: z.int().nonnegative(), seconds: z.number().nonnegative() });

const optimizerFile = 'optimizer.safetensors';
const progressFile = 'training.json';

/** Fills a checkpoint folder. @param seconds of training so far; null where the training is finished */
export async function writeCheckpointFiles(
  dir: string,
  adapter: Omit<Adapter, 'tensors'>,
  state: TrainingState,
  seconds: number | null,
): Promise<void> {
  const tensors = new Map(Object.entries(state.parameters));
  for (const [name, bytes] of adapterFiles({ ...adapter, tensors })) await writeFileAtomic(join(dir, name), bytes);
  if (seconds === null) return;
  const moments = new Map<string, HostTensor>();
  for (const [name, tensor] of Object.entries(state.first)) moments.set(`first ${name}`, tensor);
  for (const [name, tensor] of Object.entries(state.second)) moments.set(`second ${name}`, tensor);
  await writeFileAtomic(join(dir, optimizerFile), encodeSafetensors(moments));
  await writeFileAtomic(join(dir, progressFile), JSON.stringify({ step: state.step, seconds }));
}

/**
 * What is needed to go on from a checkpoint exactly.
 * @throws UserError `not-resumable` where the training was finished, or those of reading its files
 */
export async function readCheckpointFiles(dir: string): Promise<{ state: TrainingState; seconds: number }> {
  const text = await readFile(join(dir, progressFile), 'utf8').catch(() => null);
  if (text === null) {
    throw new UserError(
      'not-resumable',
      `Missing ${progressFile} in ${dir}: the checkpoint is of a finished training.`,
      'Start a new run.',
    );
  }
  const { step, seconds } = Progress.parse(JSON.parse(text));
  const { tensors } = await readAdapter(dir);
  const file = await openSafetensors(join(dir, optimizerFile));
  const moments = async (kind: string) => {
    const out: Record<string, HostTensor> = {};
    for (const [name, { dims }] of tensors) {
      // A stage of a training has moments only of what it trains.
      if (!file.shapes.has(`${kind} ${name}`)) continue;
      out[name] = { dtype: 'float32', dims, data: await file.read(`${kind} ${name}`) };
    }
    return out;
  };
  const parameters = Object.fromEntries(tensors);
  return { state: { step, parameters, first: await moments('first'), second: await moments('second') }, seconds };
}
