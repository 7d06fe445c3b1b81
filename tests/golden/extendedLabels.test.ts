import { describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/common/rng';
import { TrainSettings } from '../../src-main/common/settings';
import { gradient } from '../../src-main/engine/autodiff/gradient';
import type { Value } from '../../src-main/engine/graph/graph';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { float32, floats, type HostTensor } from '../../src-main/engine/runtime/tensor';
import { AnswerScorer } from '../../src-main/gad/answerScorer';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { describeClassifier } from '../../src-main/gad/classifier';
import { logProbabilities } from '../../src-main/gad/decode';
import { Executables } from '../../src-main/gad/executables';
import { batchFeeds, buildNetwork, type ClassifierModel } from '../../src-main/gad/network';
import { adaptedTargets, initialParameters } from '../../src-main/gad/parameters';
import { Prompt } from '../../src-main/gad/prompt';
import { streamingWindow } from '../../src-main/gad/windows';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';
import { Comparison, goldenPath, hasGolden } from './goldenFolder';

const texts = ['background', 'cut onion', 'cut tomato', 'pour water', 'wash the pan'];
const spec = { short: 4, long: 4, shortEvery: 1, longEvery: 1, stride: 1, official: false };
const windows = [1, 4, 9, 7].map((step, i) => ({ ...streamingWindow('video', step, spec), label: [2, 0, 4, 1][i]! }));

/**
 * Labels that are each one new token, and a class head of the same weights that reads the state behind `⏎Assistant:`:
 * the generative classifier of GAD (ICLR 2026) with `extend`, against the discriminative one merged into the head.
 */
async function both() {
  const checkpoint = await openCheckpoint(goldenPath('tiny-llama'));
  const description = describeClassifier(TrainSettings.parse({ kind: 'generative', tokenisation: 'extend' }));
  const lora = { rank: 4, alpha: 8, dropout: 0, targets: adaptedTargets(description) };
  const decoder = checkpoint.config;
  const extended: ClassifierModel = {
    description,
    decoder,
    visualDim: 6,
    classes: texts.length,
    lora,
    base: 'fp32',
  };
  const classifying = {
    ...extended,
    description: { ...description, classHead: true, tokenisation: 'subword' as const },
  };
  const rng = new Rng(9, 'values');
  const random = (shape: readonly number[]) =>
    float32(
      shape,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.3 * rng.normal()),
    );
  const parameters = Object.fromEntries(
    [...initialParameters(extended, 0.02, 3)].map(([name, { dims }]) => [name, random(dims)]),
  );
  const weights: Record<string, HostTensor> = {
    ...Object.fromEntries(await loadWeights(checkpoint, 'fp32')),
    ...parameters,
    'cls_head.weight': parameters['label_tokens.weight']!,
    'cls_head.bias': float32([texts.length], new Float32Array(texts.length)),
    'cls_emb.weight': float32([1, decoder.hiddenSize], new Float32Array(decoder.hiddenSize)),
  };
  const prompt = new Prompt(checkpoint.tokenizer, description, texts, { vocabulary: decoder.vocabularySize });
  const tracks = windows.map(({ steps }) => floats(random([steps.length, 6])));
  const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
  const batch = makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), []);
  return { extended, classifying, weights, prompt, tracks, batch };
}

type Both = Awaited<ReturnType<typeof both>>;

async function run({ weights, batch, extended }: Both, b: Builder, outputs: Record<string, Value>) {
  const executable = await Executable.create(b.graph(outputs), { device: 'cpu', threads: 1 });
  const results = await executable.run(executable.inputsAmong({ ...weights, ...batchFeeds(batch, extended) }));
  await executable.dispose();
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, floats(tensor)]));
}

/** The mean cross entropy of the windows' classes from logits [windows, classes], and its gradients. */
function lossOf(b: Builder, logits: Value, names: readonly string[]) {
  const loss = b.reduceMean(
    b.crossEntropy(
      logits,
      b.constant(
        windows.map(({ label }) => label),
        [4],
        'int32',
      ),
    ),
  );
  const gradients = gradient(
    b,
    loss,
    names.map((name) => b.inputNamed(name)!),
  );
  return { loss, ...Object.fromEntries(names.map((name, i) => [`d ${name}`, gradients[i]!])) };
}

const shared = ['connector.0.weight', 'connector.2.bias', 'layer.0.q.loraA', 'layer.2.down.loraB'];

describe.runIf(hasGolden('tiny-llama/model.safetensors'))('labels that extend the vocabulary', () => {
  it('are a class head merged into the head of the language model', async () => {
    const made = await both();
    const { extended, classifying, batch } = made;
    const vocabulary = extended.decoder.vocabularySize;

    const b = new Builder();
    const { answerLogits } = buildNetwork(b, extended, batch.shape);
    // Of each window's learnt positions the last predicts the label.
    const last = [...batch.answerTokens].flatMap((token, at) => (token >= vocabulary ? [at] : []));
    const logits = b.gather(answerLogits!, b.constant(last, [4], 'int32'));
    const rows = b.slice(logits, 1, vocabulary, vocabulary + texts.length);
    const generative = await run(made, b, {
      logits,
      rows,
      ...lossOf(b, rows, [...shared, 'label_tokens.weight']),
    });

    const c = new Builder();
    const { classLogits } = buildNetwork(c, classifying, { ...batch.shape, answers: 0 });
    const discriminative = await run(made, c, {
      logits: classLogits!,
      ...lossOf(c, classLogits!, [...shared, 'cls_head.weight']),
    });

    const compared = new Comparison('extended labels and class head');
    const expected = logProbabilities(discriminative['logits']!, texts.length);
    compared.close(logProbabilities(generative['rows']!, texts.length), expected, 1e-5);
    compared.close(generative['loss']!, discriminative['loss']!, 0, 1e-6);
    for (const name of shared) compared.close(generative[`d ${name}`]!, discriminative[`d ${name}`]!, 1e-6, 1e-4);
    compared.close(generative['d label_tokens.weight']!, discriminative['d cls_head.weight']!, 1e-6, 1e-4);
    compared.print();

    // Over the whole vocabulary a label costs the class loss and what says that a label comes at all.
    const whole = logProbabilities(generative['logits']!, vocabulary + texts.length);
    windows.forEach(({ label }, window) => {
      const row = whole.subarray(window * (vocabulary + texts.length) + vocabulary).subarray(0, texts.length);
      const anyLabel = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
      expect(row[label]! - anyLabel).toBeCloseTo(expected[window * texts.length + label]!, 5);
    });
  });

  it('are scored at inference as the class head scores them', async () => {
    const made = await both();
    const { extended, classifying, prompt, weights, tracks, batch } = made;
    const executables = new Executables(weights, 'cpu');
    const scorer = new AnswerScorer({ model: extended, prompt, executables, batch: 4, longest: 8 }, prompt.answers);
    const { scores } = await scorer.score(windows, tracks);
    await executables.dispose();
    const c = new Builder();
    const { classLogits } = buildNetwork(c, classifying, { ...batch.shape, answers: 0 });
    const { logits } = await run(made, c, { logits: classLogits! });
    const compared = new Comparison('scores of extended labels');
    const expected = logProbabilities(logits!, texts.length);
    compared.close(logProbabilities(scores, texts.length), expected, 1e-5);
    compared.print();
  });
});
