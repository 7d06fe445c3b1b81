import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Window } from '../../common/domain/window';
import { Rng } from '../../common/rng';
import { type ClassifierKind, TrainSettings } from '../../common/settings';
import { writeNpy } from '../../data/formats/npy';
import { float32, type HostTensor } from '../../engine/runtime/tensor';
import { describeClassifier } from '../../gad/classifier';
import type { ClassifierModel } from '../../gad/network';
import { adaptedTargets, fullModules, initialParameters } from '../../gad/parameters';
import type { TokenLayout } from '../../gad/tokenLayout';
import { Prompt, QUESTION } from '../../gad/prompt';
import { openCheckpoint } from '../../models/decoder/checkpoint';
import { adapterFiles } from '../../models/weights/peft';
import { type DecoderShape, writeRandomDecoder } from './randomDecoder';
import { taughtLabels, type Untaught } from './taughtLabels';

/**
 * The work of the benches `train`, `infer`, `generate` and `kinds`: a classifier on a decoder of random weights
 * with a LoRA that is not zero, and windows of random features. All of it is written down once, so that every
 * contestant reads the same numbers.
 */
export interface DecoderTaskSizes {
  decoder: DecoderShape;
  rank: number;
  /** Windows of a batch, all of as many tokens, the answer included. */
  windows: number;
  tokens: number;
  /** Numbers of a feature row. */
  dim: number;
}

export interface DecoderTask extends Untaught {
  settings: TrainSettings;
  texts: string[];
  /** Steps of a window. */
  steps: number;
  /** Learnt positions of a window. */
  answer: number;
  /** What a peer needs to know. */
  described: Record<string, unknown>;
}

const verbs = ['open', 'close', 'take', 'put', 'cut', 'mix', 'pour', 'wash', 'peel', 'dry'];
const nouns = ['door', 'drawer', 'cup', 'plate', 'onion', 'dough', 'water', 'knife', 'carrot', 'pan'];
/** Of equal length in tokens, so that the windows are, too. */
const classes = ['background', ...verbs.flatMap((verb) => nouns.map((noun) => `${verb} the ${noun} now`))];

/** Writes the decoder, its adapter and the features into a folder, and opens them. @param folder empty */
export async function makeDecoderTask(
  folder: string,
  kind: ClassifierKind,
  sizes: DecoderTaskSizes,
): Promise<DecoderTask> {
  const { rank, windows: count, tokens, dim } = sizes;
  const settings = TrainSettings.parse({ kind, context: 'label', rank, alpha: 2 * rank, dropout: 0, batch: count });
  const lines = [`${QUESTION}\n`, ...classes.map((text) => `\nAssistant: ${text}`)];
  await writeRandomDecoder(join(folder, 'decoder'), sizes.decoder, lines);
  const checkpoint = await openCheckpoint(join(folder, 'decoder'));
  const description = describeClassifier(settings);
  const prompt = new Prompt(checkpoint.tokenizer, description, classes);
  const { alpha, dropout, frozen: base } = settings;
  const lora = { rank, alpha, dropout, targets: adaptedTargets(description) };
  const model = { description, decoder: checkpoint.config, visualDim: dim, classes: classes.length, lora, base };
  const steps = tokens - prompt.longest(0, true).length;
  const windows = windowsOf(count, steps);
  const tracks = windows.map((_, i) => uniform(steps * dim, 1, `track ${i}`));
  const layouts = windows.map((window) => prompt.layout(steps, window));
  const parameters = startingParameters(model);
  const untaught = { settings, checkpoint, model, prompt, texts: classes, parameters, windows, tracks, steps };
  const writes = description.response === 'always';
  const task = { ...untaught, parameters: writes ? await taughtLabels(untaught) : parameters };
  const described = await describe(folder, task, layouts);
  return { ...task, answer: (layouts[0] as TokenLayout).learnt.length, described };
}

function windowsOf(count: number, length: number): Window[] {
  const steps = Int32Array.from({ length }, (_, step) => step);
  return Array.from({ length: count }, (_, i) => ({
    video: 'bench',
    steps,
    target: length - 1,
    label: 1 + i,
    previous: -1,
  }));
}

/** As training begins, but with a LoRA that changes the output: B, which begins as zero, is random too. */
function startingParameters(model: ClassifierModel): Record<string, HostTensor> {
  const parameters = initialParameters(model, 0.02, 0);
  for (const [name, { dims, data }] of parameters)
    if (name.endsWith('.loraB')) parameters.set(name, float32(dims, uniform(data.length, 0.01, name)));
  return Object.fromEntries(parameters);
}

function uniform(length: number, bound: number, stream: string): Float32Array {
  const rng = new Rng(0, stream);
  return Float32Array.from({ length }, () => rng.between(-bound, bound));
}

/** Writes adapter and features; windows are alike, so one set of positions describes all. */
async function describe(
  folder: string,
  { checkpoint, model, settings, windows, tracks, parameters }: Omit<DecoderTask, 'answer' | 'described'>,
  layouts: readonly TokenLayout[],
): Promise<Record<string, unknown>> {
  const { rank, alpha, dropout } = settings;
  const adapter = { rank, alpha, dropout, baseModel: checkpoint.path, fullModules: fullModules(model.description) };
  await mkdir(join(folder, 'adapter'));
  for (const [name, bytes] of adapterFiles({ ...adapter, tensors: new Map(Object.entries(parameters)) }))
    await writeFile(join(folder, 'adapter', name), bytes);
  const features = join(folder, 'features.npy');
  const shape = [tracks.length, (tracks[0] as Float32Array).length / model.visualDim, model.visualDim];
  await writeNpy(features, { dtype: 'float32', shape, data: joined(tracks) });
  const { visuals, cls, learnt } = layouts[0] as TokenLayout;
  const last = model.decoder.vocabularySize - 1;
  return {
    decoder: checkpoint.path,
    adapter: join(folder, 'adapter'),
    features,
    classes: model.classes,
    // Ids beyond the embedding table stand for features; which row is looked up there does not matter.
    ids: layouts.map((layout) => layout.ids.map((id) => Math.min(id, last))),
    labels: windows.map((window) => window.label),
    frameStart: visuals[0],
    cls,
    answer: learnt.length,
  };
}

function joined(tracks: readonly Float32Array[]): Float32Array {
  const length = (tracks[0] as Float32Array).length;
  const all = new Float32Array(tracks.length * length);
  tracks.forEach((track, i) => all.set(track, i * length));
  return all;
}
