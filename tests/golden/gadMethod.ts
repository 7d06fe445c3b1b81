import { type ClassifierKind, TrainSettings } from '../../src-main/common/settings';
import { readNpy } from '../../src-main/data/formats/npy';
import { type Batch, makeBatch, tightShape } from '../../src-main/gad/batch';
import { describeClassifier } from '../../src-main/gad/classifier';
import { classifierLoss, lossFeeds } from '../../src-main/gad/loss';
import { batchFeeds, buildNetwork, type ClassifierModel } from '../../src-main/gad/network';
import { adaptedTargets } from '../../src-main/gad/parameters';
import type { Answer } from '../../src-main/gad/context';
import { Prompt } from '../../src-main/gad/prompt';
import type { BatchShape } from '../../src-main/gad/batch';
import { Builder } from '../../src-main/engine/ops/builder';
import { officialAdamW } from '../../src-main/engine/optim/adamw';
import { TrainingStep } from '../../src-main/engine/runtime/trainingStep';
import type { HostTensor } from '../../src-main/engine/runtime/tensor';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { nameFromPeft, readAdapter } from '../../src-main/models/weights/peft';
import { openSafetensors } from '../../src-main/models/weights/safetensors';
import { goldenJson, goldenPath } from './goldenFolder';

/** One method of the golden folder (`gad/`, `discriminative/`, `generative/`) as our classifier. */
export interface MethodSettings {
  classes_clean: string[];
  num_class: number;
  visual_dim: number;
  stream_loss_weight: number;
  gen_cls_lmd?: number;
  max_response_length: number;
  windows: { short_len: number; long_len: number; stride: number; short_sr: number; long_sr: number };
}

export interface GoldenBatchWindow {
  video: string;
  frame_indices: number[];
  label: number | null;
  conversation: { role: string; content?: string }[];
  text: string;
  ids: number[];
  learn_text: string[];
}

/** Everything that is needed to run a method with the weights of one of its adapters. */
export async function readMethod(kind: ClassifierKind, adapterFolder = 'adapter', own: Partial<TrainSettings> = {}) {
  const settings = goldenJson<MethodSettings>(kind, 'settings.json');
  const checkpoint = await openCheckpoint(goldenPath('tiny-llama'));
  const description = describeClassifier(TrainSettings.parse({ kind, lambda: settings.gen_cls_lmd ?? 1, ...own }));
  const adapter = await readAdapter(goldenPath(kind, adapterFolder));
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: settings.visual_dim,
    classes: settings.num_class,
    lora: { rank: adapter.rank, alpha: adapter.alpha, dropout: 0, targets: adaptedTargets(description) },
    base: 'fp32',
  };
  const parameters = Object.fromEntries(adapter.tensors);
  const texts = settings.classes_clean;
  const frozen = Object.fromEntries(await loadWeights(checkpoint, 'fp32'));
  const prompt = new Prompt(checkpoint.tokenizer, description, texts);
  return { kind, settings, checkpoint, description, texts, model, parameters, frozen, prompt };
}
export type Method = Awaited<ReturnType<typeof readMethod>>;

/** A batch of the golden folder, made by our own code from its windows and features. */
export function methodBatch(method: Method, golden: readonly GoldenBatchWindow[], rgb: Float32Array): Batch {
  const { prompt, settings } = method;
  const windows = golden.map((window) => ({
    video: window.video,
    steps: Int32Array.from(window.frame_indices),
    target: 0,
    ...answerOf(window, method.texts),
  }));
  const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
  const stride = rgb.length / windows.length;
  const tracks = windows.map((window, i) =>
    rgb.subarray(i * stride, i * stride + window.steps.length * settings.visual_dim),
  );
  return makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), [settings.stream_loss_weight]);
}

/** Network and loss of one batch shape. */
export function methodProgram({ model }: Method, shape: BatchShape) {
  const b = new Builder();
  const network = buildNetwork(b, model, shape);
  return { b, network, loss: classifierLoss(b, network, model, shape) };
}

export function methodFeeds({ model }: Method, batch: Batch): Record<string, HostTensor> {
  return { ...batchFeeds(batch, model), ...lossFeeds(batch, model) };
}

export function methodTraining(method: Method, accumulation: 'mean' | 'sum'): Promise<TrainingStep<BatchShape>> {
  return TrainingStep.create<BatchShape>({
    device: 'cpu',
    threads: 1,
    parameters: method.parameters,
    frozen: method.frozen,
    build: (shape) => {
      const { b, loss } = methodProgram(method, shape);
      const outputs = { classLoss: loss.classLoss, textLoss: loss.textLoss };
      const kept = Object.entries(outputs).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
      return { b, loss: loss.total, outputs: Object.fromEntries(kept) };
    },
    recompute: 'none',
    accumulation,
    optimizer: officialAdamW,
  });
}

/** Tensors of a golden file of trained weights or gradients, by our names. */
export async function goldenTensors(...parts: string[]): Promise<Map<string, Float32Array>> {
  const file = await openSafetensors(goldenPath(...parts));
  const tensors = new Map<string, Float32Array>();
  for (const key of file.shapes.keys()) {
    const name = nameFromPeft(key, ['connector', 'cls_head', 'cls_emb']);
    if (name === undefined) throw new Error(`${key} has no name of ours`);
    tensors.set(name, await file.read(key));
  }
  return tensors;
}

/** What a window answers, from the conversation the official code made of it. */
export function answerOf(window: GoldenBatchWindow, texts: readonly string[]): Answer {
  const content = window.conversation.at(-1)?.content?.replace('<|eot_id|>', '').trim();
  if (content === undefined) return { label: window.label ?? -1, previous: -1 };
  const plain = texts.indexOf(content);
  if (plain >= 0) return { label: plain, previous: -1 };
  for (const [label, text] of texts.entries()) {
    const previous = content.startsWith(`${text}, `) ? texts.indexOf(content.slice(text.length + 2)) : -1;
    if (previous >= 0) return { label, previous };
  }
  throw new Error(`no class answers ${JSON.stringify(content)}`);
}

export async function goldenInts(...parts: string[]): Promise<number[]> {
  const { data } = await readNpy(goldenPath(...parts));
  return Array.from(data as Int32Array);
}

export async function goldenFloats(...parts: string[]): Promise<Float32Array> {
  const { data } = await readNpy(goldenPath(...parts));
  return data as Float32Array;
}
