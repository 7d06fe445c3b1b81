import { describe, expect, it } from 'vitest';
import { type ClassifierKind, classifierKinds, type Task, TrainSettings } from '../../src-main/common/settings';
import type { Window } from '../../src-main/common/domain/window';
import { type Batch, makeBatch, tightShape } from '../../src-main/gad/batch';
import { describeClassifier } from '../../src-main/gad/classifier';
import { ClipPrompt } from '../../src-main/gad/clipPrompt';
import { type ClipRule, type ClipTask, clipSteps, clipWindows, thinnedClip } from '../../src-main/gad/clips';
import { taskText, textsOf } from '../../src-main/gad/clipText';
import { logProbabilities } from '../../src-main/gad/decode';
import { ClassMatcher } from '../../src-main/gad/levenshtein';
import { classifierLoss, lossFeeds } from '../../src-main/gad/loss';
import { batchFeeds, buildNetwork, type ClassifierModel } from '../../src-main/gad/network';
import { adaptedTargets } from '../../src-main/gad/parameters';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats } from '../../src-main/engine/runtime/tensor';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { loadTokenizer } from '../../src-main/models/tokenizer/load';
import { nameFromPeft, readAdapter } from '../../src-main/models/weights/peft';
import { openSafetensors } from '../../src-main/models/weights/safetensors';
import { Comparison, goldenJson, goldenPath, hasGolden } from './goldenFolder';
import { goldenFloats, goldenInts } from './gadMethod';

/** COIN: layout, clips, losses and gradients of the published code (`golden/offline`). */
interface Settings {
  max_frames_clip: Record<
    ClassifierKind,
    { num_frames: number; max_num_frames: number; start: number; frame_indices: number[] }[]
  >;
  clean_task: Record<string, string>;
  clean_step: Record<string, string>;
  ceil_time: { time: number; fps: number; max: number; start_frame: number; end_frame_exclusive: number }[];
  coin_annotations: Record<
    string,
    { class: string; subset: string; annotation: { segment: [number, number]; label: string }[] }
  >;
  label_lists: { class_name: string[]; task_name: string[] };
  metadata: Record<string, number>;
}
interface Sample {
  text: string;
  input_ids?: number[];
  labels?: number[];
  label: number | null;
  text_label?: string;
  learn_text: string[];
  num_frames: number;
  video?: string;
  frame_range?: [number, number];
}
interface Losses {
  total: number;
  row_in_train_json: number;
  class_loss?: number;
  generation_loss?: number;
  response_positions?: number[];
  response_labels?: number[];
}

const short = { step: 'step recognition', next: 'step prediction', task: 'task recognition' } as const;
type Short = keyof typeof short;
const shorts = Object.keys(short) as Short[];
const official: Record<ClassifierKind, ClipRule['official']> = {
  gad: 'even',
  discriminative: 'first',
  generative: 'none',
};

const settings = () => goldenJson<Settings>('offline', 'settings.json');
const samplesFile = (kind: ClassifierKind, name: Short, split: string) =>
  `${kind === 'gad' ? '' : `${kind}_`}${name}_${split}.json`;
const descriptionOf = (kind: ClassifierKind, task: Task) =>
  describeClassifier(TrainSettings.parse({ kind, task, context: 'task goal' }));
const textsFor = (name: Short) => settings().label_lists[name === 'task' ? 'task_name' : 'class_name'];
const promptFor = async (kind: ClassifierKind, name: Short) =>
  new ClipPrompt(await loadTokenizer(goldenPath('tiny-llama')), descriptionOf(kind, short[name]), textsFor(name), {
    tokens: 10,
  });

/** Clips of one part of the data, by our own code from the annotations. */
function clips(task: ClipTask, subset: string, kind: ClassifierKind): Window[] {
  const { coin_annotations, label_lists, metadata } = settings();
  return Object.entries(coin_annotations)
    .filter(([, entry]) => entry.subset === subset)
    .flatMap(([id, entry]) => {
      const task_ = taskText(entry.class, true);
      const segments = entry.annotation.map(({ segment: [start, end], label }) => {
        const [text = ''] = textsOf('step recognition', [{ id: 0, name: label }], true);
        return { start: 2 * start, end: 2 * end, classIndex: label_lists.class_name.indexOf(text) };
      });
      const steps = 2 * metadata[id]! + 1;
      const video = { id, steps, segments, task: task_, taskIndex: label_lists.task_name.indexOf(task_) };
      return clipWindows(video, { task, most: 1200, official: official[kind] });
    });
}

const files = [
  'settings.json',
  ...classifierKinds.flatMap((kind) =>
    shorts.flatMap((name) => ['train', 'test'].map((split) => samplesFile(kind, name, split))),
  ),
].map((file) => `offline/${file}`);
const there = hasGolden('tiny-llama/tokenizer.json', ...files);

describe.runIf(there)('clips', () => {
  it.each(shorts)('of the task %s are the same', (name) => {
    const compared = new Comparison(`clips ${name}`);
    for (const [split, subset] of [
      ['train', 'training'],
      ['test', 'testing'],
    ] as const) {
      const golden = goldenJson<Sample[]>('offline', samplesFile('gad', name, split));
      const own = clips(short[name], subset, 'gad');
      compared.equal(
        own.map((w) => [w.video, w.label, w.steps[0]!, w.steps[w.steps.length - 1]! + 1, w.steps.length]),
        golden.map((s) => [s.video!, s.label!, ...s.frame_range!, s.num_frames]),
      );
    }
    compared.print();
  });

  it('begin and end at the same frames', () => {
    for (const { time, fps, max, start_frame, end_frame_exclusive } of settings().ceil_time) {
      const steps = Math.floor(max * fps) + 1;
      const at = { start: time * fps, end: time * fps };
      expect(clipSteps(at, steps, true)).toEqual({ start: start_frame, end: end_frame_exclusive });
    }
  });

  it.each(classifierKinds)('that are long take the same frames, %s', (kind) => {
    for (const { num_frames, max_num_frames, start, frame_indices } of settings().max_frames_clip[kind]) {
      const rule = { most: max_num_frames, official: official[kind] };
      expect([...thinnedClip({ start, end: start + num_frames }, rule)]).toEqual(frame_indices);
    }
  });

  it('have the same texts', () => {
    const { clean_task, clean_step } = settings();
    for (const [task, text] of Object.entries(clean_task)) expect(taskText(task, true)).toBe(text);
    for (const [name, text] of Object.entries(clean_step)) {
      expect(textsOf('step recognition', [{ id: 0, name }], true)).toEqual([text]);
    }
  });
});

describe.runIf(there).each(classifierKinds)('layout of the %s kind', (kind) => {
  it.each(shorts)('%s: the same text, tokens and learnt parts', async (name) => {
    const prompt = await promptFor(kind, name);
    const compared = new Comparison(`layout ${kind} ${name}`);
    for (const [split, subset] of [
      ['train', 'training'],
      ['test', 'testing'],
    ] as const) {
      const windows = clips(short[name], subset, 'gad');
      const golden = goldenJson<Sample[]>('offline', samplesFile(kind, name, split));
      golden.forEach((sample, i) => {
        const window = windows[i]!;
        const taught = split === 'train' ? window : null;
        const pieces = prompt.pieces(sample.num_frames, taught);
        const text = pieces.map((piece) => piece.text).join('');
        // At inference [CLS] decides: what opens a response behind it is never read.
        const opening = taught === null && kind === 'gad' ? '\nAssistant:' : '';
        compared.equal(text + opening, sample.text);
        if (kind === 'generative') compared.equal(textsFor(name)[window.label]!, sample.text_label!);
        else compared.equal(window.label, sample.label!);
        if (!taught || !sample.input_ids) return;
        const layout = prompt.layout(sample.num_frames, taught);
        compared.equal(layout.ids, sample.input_ids);
        const shifted: number[] = layout.ids.map(() => -100);
        for (const position of layout.learnt) shifted[position - 1] = layout.ids[position]!;
        compared.equal(shifted, sample.labels!);
      });
    }
    compared.print();
  });
});

const outputs: Record<ClassifierKind, string[]> = {
  gad: ['cls_logits.npy', 'gen_logits_at_response.npy', 'losses.json', 'eval.json', 'frames.npy', 'gen_labels.npy'],
  discriminative: ['cls_logits.npy', 'losses.json', 'eval.json'],
  generative: ['gen_logits_at_response.npy', 'losses.json', 'eval.json'],
};

async function readOffline(kind: ClassifierKind, name: Short) {
  const checkpoint = await openCheckpoint(goldenPath('tiny-llama'));
  const description = descriptionOf(kind, short[name]);
  const adapter = await readAdapter(goldenPath('offline', 'adapter'));
  const head = name === 'task' ? 'task_head' : 'class_head';
  const known = ['connector', ...(description.classHead ? ['cls_emb', head] : [])];
  const targets: readonly string[] = adaptedTargets(description);
  const tensors = [...adapter.tensors].filter(
    ([tensor]) =>
      known.some((part) => tensor.startsWith(`${part}.`)) ||
      (/lora[AB]$/.test(tensor) && (!tensor.startsWith('head.') || targets.includes('head'))),
  );
  const parameters = Object.fromEntries(tensors.map(([tensor, value]) => [tensor.replace(head, 'cls_head'), value]));
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: parameters['connector.0.weight']!.dims[1]!,
    classes: name === 'task' ? 180 : 749,
    lora: { rank: adapter.rank, alpha: adapter.alpha, dropout: 0, targets: adaptedTargets(description) },
    base: 'fp32',
  };
  const frozen = Object.fromEntries(await loadWeights(checkpoint, 'fp32'));
  return { model, parameters, frozen, prompt: await promptFor(kind, name) };
}

describe.each(classifierKinds)('numbers of the %s kind', (kind) => {
  const folder = (name: Short) => `offline/forward/${kind}_${name}`;
  const present = hasGolden(
    'tiny-llama/model.safetensors',
    'offline/adapter/adapter_model.safetensors',
    ...shorts.flatMap((name) => [
      `offline/forward/gad_${name}/frames.npy`,
      ...outputs[kind].map((file) => `${folder(name)}/${file}`),
    ]),
  );

  it.runIf(present).each(shorts)('%s: the same logits, losses and gradients', async (name) => {
    const { model, parameters, frozen, prompt } = await readOffline(kind, name);
    const expected = goldenJson<Losses>(folder(name), 'losses.json');
    const window = clips(short[name], 'training', 'gad')[expected.row_in_train_json]!;
    const layout = prompt.layout(window.steps.length, window);
    const track = await goldenFloats(`offline/forward/gad_${name}`, 'frames.npy');
    const batch: Batch = makeBatch(prompt, [window], [layout], [track], tightShape([layout]), []);
    const b = new Builder();
    const network = buildNetwork(b, model, batch.shape);
    const loss = classifierLoss(b, network, model, batch.shape);
    const names = kind === 'gad' && name === 'step' ? Object.keys(parameters) : [];
    const gradients = gradient(
      b,
      loss.total,
      names.map((tensor) => b.inputNamed(tensor)!),
    );
    const { classLogits, answerLogits } = network;
    const found = Object.entries({ ...loss, classLogits, answerLogits }).flatMap(([output, value]) =>
      value ? [[output, value] as const] : [],
    );
    const graph = b.graph({
      ...Object.fromEntries(found),
      ...Object.fromEntries(names.map((tensor, i) => [`d ${tensor}`, gradients[i]!])),
    });
    const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
    const feeds = { ...frozen, ...parameters, ...batchFeeds(batch, model), ...lossFeeds(batch, model) };
    const results = await executable.run(executable.inputsAmong(feeds));
    await executable.dispose();

    const compared = new Comparison(`offline ${kind} ${name}`);
    if (classLogits)
      compared.close(floats(results['classLogits']!), await goldenFloats(folder(name), 'cls_logits.npy'), 1e-4);
    if (answerLogits) {
      const reference = await goldenFloats(folder(name), 'gen_logits_at_response.npy');
      // The adapter behind the generative numbers is not in the folder, so there only the loss of
      // the logits can be compared.
      if (kind === 'gad') compared.close(floats(results['answerLogits']!), reference, 1e-4);
      compared.close([textLossOf(reference, batch)], [expected.generation_loss!], 0, 1e-5);
      compared.equal([...batch.answerRows], expected.response_positions!);
      compared.equal([...batch.answerTokens], expected.response_labels!);
    }
    if (kind === 'gad') {
      const shifted = new Int32Array(batch.inputIds.length).fill(-100);
      batch.answerRows.forEach((row, i) => (shifted[row] = batch.answerTokens[i]!));
      compared.equal([...shifted], await goldenInts(folder(name), 'gen_labels.npy'));
    }
    if (kind !== 'generative') compared.close(floats(results['total']!), [expected.total], 0, 1e-5);
    if (expected.class_loss !== undefined)
      compared.close(floats(results['classLoss']!), [expected.class_loss], 0, 1e-5);
    if (kind === 'gad') compared.close(floats(results['textLoss']!), [expected.generation_loss!], 0, 1e-5);
    if (names.length > 0) {
      const file = await openSafetensors(goldenPath(folder(name), 'grads.safetensors'));
      expect(file.shapes.size).toBe(names.length);
      for (const key of file.shapes.keys()) {
        const tensor = nameFromPeft(key, ['connector', 'class_head', 'cls_emb'])!.replace('class_head', 'cls_head');
        compared.close(floats(results[`d ${tensor}`]!), await file.read(key), 1e-5, 1e-4);
      }
    }
    compared.print();
  });
});

/** The text loss of given logits, by the weights of a batch. */
function textLossOf(logits: Float32Array, { answerTokens, answerWeights }: Batch): number {
  const width = logits.length / answerTokens.length;
  const logs = logProbabilities(logits, width);
  return answerTokens.reduce((sum, token, i) => sum - answerWeights[i]! * logs[i * width + token]!, 0);
}

describe.runIf(there && hasGolden(...shorts.map((name) => `offline/forward/generative_${name}/eval.json`)))(
  'answers of the generative kind',
  () => {
    it.each(shorts)('%s: the same class', (name) => {
      const { decoded, matched, categories } = goldenJson<{ decoded: string; matched: string; categories: string[] }>(
        'offline',
        'forward',
        `generative_${name}`,
        'eval.json',
      );
      expect(categories[new ClassMatcher(categories).match(decoded).index]).toBe(matched);
    });
  },
);
