import { existsSync, readdirSync } from 'node:fs';
import { describe, it } from 'vitest';
import type { ClassifierKind, Decoding } from '../../src-main/common/settings';
import { normaliseAnswer } from '../../src-main/gad/classText';
import { Predictor } from '../../src-main/gad/predictor';
import { streamingWindow, type WindowSpec } from '../../src-main/gad/windows';
import { mergeLora } from '../../src-main/models/decoder/merge';
import { Comparison, goldenJson, goldenPath, hasGolden } from './goldenFolder';
import { goldenFloats, type Method, readMethod } from './gadMethod';

interface Frame {
  frame: number;
  frame_indices?: number[];
  out_label: string;
  matched: string;
  top2_logit_gap?: number;
  min_top2_logit_gap?: number;
  first_token_id: number;
  /** Tokens after the first; empty where the first is the silence token. */
  generated_ids?: number[];
}

/** The one test video of a method's `eval/`. */
function testVideo(kind: ClassifierKind): string {
  const folder = goldenPath(kind, 'eval');
  const suffix = '_features.npy';
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.find((name) => name.endsWith(suffix))?.slice(0, -suffix.length) ?? 'video';
}

/** A classifier as inference runs it: layers' adapters merged, several windows a batch. */
async function predictor(
  method: Method,
  silenceThreshold: number,
  batch: number,
  decoding: Decoding,
): Promise<Predictor> {
  const { model, frozen, parameters, settings, texts } = method;
  const lora = model.lora!;
  const weights = await mergeLora(new Map(Object.entries(frozen)), new Map(Object.entries(parameters)), lora);
  const writes = model.description.response === 'always';
  return new Predictor({
    model: { ...model, lora: writes ? { ...lora, targets: ['head'] } : null },
    prompt: method.prompt,
    tokenizer: method.checkpoint.tokenizer,
    texts,
    leftOut: new Set(),
    decoding,
    silenceThreshold,
    official: true,
    similar: null,
    weights: { ...Object.fromEntries(weights), ...parameters },
    device: 'cpu',
    batch,
    longest: settings.windows.short_len + settings.windows.long_len,
  });
}

async function stream(method: Method, silenceThreshold: number, batch: number, decoding: Decoding = 'greedy') {
  const { kind, settings } = method;
  const { short_len: short, long_len: long, short_sr: shortEvery, long_sr: longEvery } = settings.windows;
  const spec: WindowSpec = { short, long, shortEvery, longEvery, stride: 1, official: true };
  const features = await goldenFloats(kind, 'eval', `${testVideo(kind)}_features.npy`);
  const dim = settings.visual_dim;
  const windows = Array.from({ length: features.length / dim }, (_, step) => streamingWindow('video', step, spec));
  const tracks = windows.map(({ steps }) =>
    Float32Array.from([...steps].flatMap((s) => [...features.subarray(s * dim, (s + 1) * dim)])),
  );
  const running = await predictor(method, silenceThreshold, batch, decoding);
  const predictions = await running.predict(windows, tracks);
  await running.dispose();
  return { windows, predictions };
}

const there = (kind: ClassifierKind, ...files: string[]) =>
  hasGolden(
    'tiny-llama/model.safetensors',
    ...['adapter_trained/adapter_model.safetensors', ...files].map((file) => `${kind}/${file}`),
  );

describe.each(['discriminative', 'gad'] as const)('streaming inference of the %s kind', (kind) => {
  it.runIf(there(kind, `eval/${testVideo(kind)}.json`, `eval/${testVideo(kind)}_cls_logits.npy`))(
    'gives the same logits and labels',
    async () => {
      const method = await readMethod(kind, 'adapter_trained');
      const { windows, predictions } = await stream(method, 0, 7);
      const { frames } = goldenJson<{ frames: Frame[] }>(kind, 'eval', `${testVideo(kind)}.json`);
      const compared = new Comparison(`${kind} streaming`);
      compared.close(predictions.logits!, await goldenFloats(kind, 'eval', `${testVideo(kind)}_cls_logits.npy`), 1e-4);
      compared.equal(
        windows.map((window) => [...window.steps]),
        frames.map((frame) => frame.frame_indices!),
      );
      frames.forEach((frame, i) => {
        if (frame.top2_logit_gap! > 1e-3)
          compared.equal(method.texts[predictions.labels[i]!], frame.matched, `frame ${i}`);
      });
      compared.print();
    },
  );
});

describe('streaming inference of the generative kind', () => {
  const video = testVideo('generative');
  it.runIf(there('generative', `eval/${video}.json`)).each([1, 8, 64])(
    'writes the same tokens, %i windows a batch',
    async (batch) => {
      const method = await readMethod('generative', 'adapter_trained');
      const { predictions } = await stream(method, 0, batch);
      const { frames } = goldenJson<{ frames: Frame[] }>('generative', 'eval', `${video}.json`);
      const compared = new Comparison(`generative streaming, batch ${batch}`);
      frames.forEach((frame, i) => {
        if (frame.min_top2_logit_gap! < 1e-3) return;
        const answer = predictions.answers![i]!;
        const more = frame.generated_ids!;
        compared.equal(answer.ids, more.length > 0 ? [frame.first_token_id, ...more] : [], `ids of frame ${i}`);
        compared.equal(normaliseAnswer(answer.text), frame.out_label);
        compared.equal(method.texts[predictions.labels[i]!], frame.matched);
      });
      compared.print();
    },
  );

  it.runIf(there('generative', `eval/${video}_threshold.json`))('keeps the silence threshold', async () => {
    const method = await readMethod('generative', 'adapter_trained');
    const { silence_threshold, frames } = goldenJson<{ silence_threshold: number; frames: Frame[] }>(
      'generative',
      'eval',
      `${video}_threshold.json`,
    );
    const { predictions } = await stream(method, silence_threshold, 8);
    const constrained = await stream(method, silence_threshold, 8, 'constrained');
    const compared = new Comparison('generative streaming with silence threshold');
    frames.forEach((frame, i) => {
      compared.equal(normaliseAnswer(predictions.answers![i]!.text), frame.out_label, `frame ${i}`);
      compared.equal(method.texts[predictions.labels[i]!], frame.matched);
      // Among the labels too background is left out; which action is then best need not be what was written.
      const silent = frame.matched === 'background';
      compared.equal(constrained.predictions.labels[i] === 0, silent, `background at frame ${i}`);
    });
    compared.print();
  });
});
