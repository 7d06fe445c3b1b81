import { beforeAll, describe, expect, it } from 'vitest';
import { classifierKinds, TrainSettings } from '../../src-main/common/settings';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { describeClassifier } from '../../src-main/gad/classifier';
import { Prompt } from '../../src-main/gad/prompt';
import { trainingWindows } from '../../src-main/gad/windows';
import type { Tokenizer } from '../../src-main/models/tokenizer/tokenizer';
import { loadTokenizer } from '../../src-main/models/tokenizer/load';
import { Comparison, goldenJson, goldenPath, hasGolden, smallestIndex } from './goldenFolder';
import { answerOf, type GoldenBatchWindow, goldenInts, readMethod } from './gadMethod';

interface TextWindow {
  video: string;
  token_count: number;
  text: string;
}
interface WindowFile {
  classes_clean: string[];
  frame_classes: Record<string, number[][]>;
  cases: {
    settings: { short: number; long: number; stride: number; ssr: number; lsr: number };
    video_offsets: Record<string, number>;
    methods: Record<(typeof classifierKinds)[number], TextWindow[]>;
  }[];
}

const sets = ['thumos', 'crosstask', 'ek100', 'ego4dgoal'];
let tokenizer: Tokenizer;
beforeAll(async () => {
  if (hasGolden('tiny-llama/tokenizer.json')) tokenizer = await loadTokenizer(goldenPath('tiny-llama'));
});

describe.runIf(hasGolden('tiny-llama/tokenizer.json', ...sets.map((set) => `windows/${set}.json`)))(
  'window texts',
  () => {
    it.each(sets)('%s: the same text and number of tokens', (set) => {
      const file = goldenJson<WindowFile>('windows', `${set}.json`);
      const compared = new Comparison(`texts ${set}`);
      const context = set === 'thumos' ? 'label' : 'previous action';
      for (const kind of classifierKinds) {
        const description = describeClassifier(TrainSettings.parse({ kind, context }));
        const prompt = new Prompt(tokenizer, description, file.classes_clean);
        for (const { settings, video_offsets, methods } of file.cases) {
          const spec = { ...settings, shortEvery: settings.ssr, longEvery: settings.lsr, official: true };
          for (const [video, offset] of Object.entries(video_offsets)) {
            const labels = Int32Array.from(file.frame_classes[video]!, smallestIndex);
            const windows = trainingWindows(video, labels, spec, offset).map((w) => prompt.pieces(w.steps.length, w));
            const expected = methods[kind].filter((window) => window.video === video);
            compared.equal(
              windows.map((pieces) => pieces.map((piece) => piece.text).join('')),
              expected.map((w) => w.text),
            );
            // The class token of the discriminative kind is an embedding without a token.
            const counted = windows.map(
              (pieces) => pieces.filter((piece) => piece.text !== '').flatMap((piece) => piece.ids).length,
            );
            compared.equal(
              counted,
              expected.map((w) => w.token_count),
            );
          }
        }
      }
      compared.print();
    });
  },
);

const batchFiles = ['windows.json', 'input_ids.npy', 'attention_mask.npy', 'labels.npy', 'num_frames.npy'];

describe.each(classifierKinds)('batch of the %s kind', (kind) => {
  it.runIf(hasGolden(`${kind}/settings.json`, ...batchFiles.map((file) => `${kind}/batch/${file}`)))(
    'is the same',
    async () => {
      const { prompt, texts, settings } = await readMethod(kind);
      const compared = new Comparison(`batch ${kind}`);
      const golden = goldenJson<GoldenBatchWindow[]>(kind, 'batch', 'windows.json');
      const windows = golden.map((window) => ({
        video: window.video,
        steps: Int32Array.from(window.frame_indices),
        target: 0,
        ...answerOf(window, texts),
      }));
      const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
      golden.forEach((window, i) => {
        const pieces = prompt.pieces(window.frame_indices.length, windows[i]!);
        compared.equal(pieces.map((piece) => piece.text).join(''), window.text);
        const ids = pieces.filter((piece) => piece.text !== '').flatMap((piece) => [...piece.ids]);
        compared.equal(ids, window.ids, 'ids');
        const answer = pieces.filter((piece) => piece.role === 'answer').map((piece) => piece.text);
        compared.equal(answer.join(''), window.learn_text.join(''), 'learnt text');
      });

      const dim = 3;
      const tracks = windows.map((window) => new Float32Array(window.steps.length * dim).fill(1));
      const batch = makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), [settings.stream_loss_weight]);
      const classPosition = kind === 'discriminative' ? 1 : 0;
      const cut = (values: Int32Array) =>
        windows.flatMap((_, row) => [
          ...values.subarray(row * batch.shape.length, (row + 1) * batch.shape.length - classPosition),
        ]);
      compared.equal(cut(batch.inputIds), await goldenInts(kind, 'batch', 'input_ids.npy'));
      compared.equal(cut(batch.attentionMask), await goldenInts(kind, 'batch', 'attention_mask.npy'));
      compared.equal(
        layouts.map((layout) => layout.visuals.length),
        await goldenInts(kind, 'batch', 'num_frames.npy'),
      );

      const shifted = new Int32Array(batch.inputIds.length).fill(-100);
      batch.answerRows.forEach((row, i) => {
        shifted[row] = batch.answerTokens[i]!;
      });
      if (kind === 'generative') compared.equal([...shifted], await goldenInts(kind, 'batch', 'labels.npy'));
      else compared.equal([...batch.labels], await goldenInts(kind, 'batch', 'labels.npy'));
      if (kind === 'gad') compared.equal([...shifted], await goldenInts(kind, 'batch', 'gen_labels.npy'));
      const frames = [...batch.frames].reduce((sum, value) => sum + value, 0);
      expect(frames).toBe(layouts.reduce((sum, layout) => sum + layout.visuals.length * dim, 0));
      compared.print();
    },
  );
});
