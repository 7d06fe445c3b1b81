import { join } from 'node:path';
import { ForgettingReport } from '../../common/domain/forgetting';
import { throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { recordText } from '../../data/project/records';
import { openProject } from '../../data/project/store';
import { TextModel } from '../../gad/textModel';
import { loadWeights } from '../../models/decoder/checkpoint';
import { chooseDevice } from '../classifier';
import { mergedNetwork, openTrainedRun, type TrainedRun } from '../trainedRun';
import { type MeasuredText, measuredTexts, openings } from './texts';

/**
 * What a training took from the language model: the decoder as it was and with the run's adapters reads fixed texts,
 * and goes on from fixed openings. Nothing of it is random, so that runs can be compared.
 */
export interface ForgettingInput {
  /** The project's folder. */
  project: string;
  run: string;
  /** Path of a text that is measured beside the program's own. */
  text?: string | undefined;
}

/** Tokens of a completion. */
const completionTokens = 16;

/** @throws UserError `text-unreadable`, `text-empty`, those of `openTrainedRun`; Cancelled */
export async function forgettingJob(input: ForgettingInput, context: JobContext): Promise<ForgettingReport> {
  const store = await openProject(input.project);
  const trained = await openTrainedRun(store, input.run);
  const { decoder } = trained.settings;
  const asked = { texts: await measuredTexts(decoder, input.text), openings: await openings() };
  const before = await read(await frozenModel(trained), asked, 'Reading as it was', context);
  const after = await read(await trainedModel(trained), asked, 'Reading as trained', context);
  const report = ForgettingReport.parse({
    version: 1,
    run: trained.run.id,
    decoder,
    updates: trained.checkpoint.step,
    texts: asked.texts.map(({ name }, i) => {
      const losses = before.losses[i] as number[];
      return { name, tokens: losses.length, before: fit(losses), after: fit(after.losses[i] as number[]) };
    }),
    completions: asked.openings.map((opening, i) => ({
      opening,
      before: before.completions[i],
      after: after.completions[i],
    })),
  });
  await writeFileAtomic(join(trained.dir, 'forgetting.json'), recordText(report));
  return report;
}

/** The decoder before any training. */
async function frozenModel({ classifier: { checkpoint }, settings }: TrainedRun): Promise<TextModel> {
  return new TextModel({
    decoder: checkpoint.config,
    lora: null,
    weights: Object.fromEntries(await loadWeights(checkpoint, 'fp32')),
    tokenizer: checkpoint.tokenizer,
    device: await chooseDevice(settings.device),
  });
}

/** The decoder with the run's adapters, that of the head included where the run learnt to write. */
async function trainedModel(trained: TrainedRun): Promise<TextModel> {
  const { checkpoint, description } = trained.classifier;
  const { model, weights } = await mergedNetwork(trained, description.response !== 'never');
  const { decoder, lora } = model;
  const device = await chooseDevice(trained.settings.device);
  return new TextModel({ decoder, lora, weights, tokenizer: checkpoint.tokenizer, device });
}

interface Reading {
  /** Cross entropies of each text's tokens. */
  losses: number[][];
  completions: string[];
}

/** Reads and writes all of it, and is done with the model. */
async function read(
  model: TextModel,
  asked: { texts: readonly MeasuredText[]; openings: readonly string[] },
  stage: string,
  context: JobContext,
): Promise<Reading> {
  const passages = asked.texts.reduce((sum, text) => sum + text.passages.length, 0);
  const meter = new ProgressMeter(context, stage, passages + asked.openings.length, 'passages');
  let done = 0;
  const next = async () => {
    meter.update(++done);
    // Lets a cancel message in: a pass blocks this thread.
    await new Promise((resolve) => setImmediate(resolve));
    throwIfCancelled(context.signal);
  };
  try {
    const reading: Reading = { losses: asked.texts.map(() => []), completions: [] };
    for (const [i, { passages }] of asked.texts.entries()) {
      for (const passage of passages) {
        reading.losses[i]?.push(...(await model.crossEntropies(model.encode(passage))));
        await next();
      }
    }
    for (const opening of asked.openings) {
      reading.completions.push(await model.complete(opening, completionTokens));
      await next();
    }
    return reading;
  } finally {
    await model.dispose();
  }
}

function fit(losses: readonly number[]): ForgettingReport['texts'][number]['before'] {
  const crossEntropy = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return { crossEntropy, perplexity: Math.exp(crossEntropy) };
}
