import { afterAll, beforeAll, describe, it } from 'vitest';
import { Rng } from '../../src-main/common/rng';
import { AnswerScorer } from '../../src-main/gad/answerScorer';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { Continuation } from '../../src-main/gad/continuation';
import { logProbabilities } from '../../src-main/gad/decode';
import { Executables } from '../../src-main/gad/executables';
import { batchFeeds, buildNetwork, type ClassifierModel } from '../../src-main/gad/network';
import { streamingWindow } from '../../src-main/gad/windows';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats, type HostTensor } from '../../src-main/engine/runtime/tensor';
import { mergeLora } from '../../src-main/models/decoder/merge';
import { Comparison, hasGolden } from './goldenFolder';
import { type Method, readMethod } from './gadMethod';

/** Windows of several lengths, the first ones shorter than the long part. */
const spec = { short: 4, long: 8, shortEvery: 1, longEvery: 1, stride: 1, official: false };
const windows = [0, 3, 7, 11, 12].map((step) => streamingWindow('video', step, spec));
const longest = 12;

/** Without similar moments, and with questions of several lengths. */
const asking = {
  plain: { own: {}, windows },
  'that name similar moments': {
    own: { neighbours: 3, neighboursIn: 'prompt' as const },
    windows: windows.map((window, i) => ({ ...window, similar: [[2], [], [1, 3, 0], [4, 1], [0]][i]! })),
  },
};

describe
  .runIf(hasGolden('tiny-llama/model.safetensors', 'generative/adapter_trained/adapter_model.safetensors'))
  .each(Object.entries(asking))('answers behind cached windows, questions %s', (_name, { own, windows: asked }) => {
  let method: Method;
  let model: ClassifierModel;
  let weights: Record<string, HostTensor>;
  let executables: Executables;
  let tracks: Float32Array[];

  beforeAll(async () => {
    method = await readMethod('generative', 'adapter_trained', own);
    const lora = method.model.lora!;
    const adapter = new Map(Object.entries(method.parameters));
    const merged = await mergeLora(new Map(Object.entries(method.frozen)), adapter, lora);
    model = { ...method.model, lora: { ...lora, targets: ['head'] } };
    weights = { ...Object.fromEntries(merged), ...method.parameters };
    executables = new Executables(weights, 'cpu');
    const rng = new Rng(5, 'tracks');
    tracks = windows.map(({ steps }) =>
      Float32Array.from({ length: steps.length * model.visualDim }, () => rng.normal()),
    );
  });
  afterAll(() => executables.dispose());

  /** Logits at each answer's positions from whole windows, nothing cached: `[windows, tokens, vocabulary]`. */
  async function uncached(answers: readonly (readonly number[])[]): Promise<Float32Array> {
    const { prompt } = method;
    const layouts = asked.map(({ steps, similar }, i) => {
      const layout = prompt.layout(steps.length, null, similar);
      const learnt = answers[i]!.map((_, at) => layout.ids.length + at);
      return { ...layout, ids: [...layout.ids, ...answers[i]!], learnt };
    });
    const batch = makeBatch(prompt, asked, layouts, tracks, tightShape(layouts), []);
    const b = new Builder();
    const { answerLogits } = buildNetwork(b, model, batch.shape);
    const whole = await Executable.create(b.graph({ logits: answerLogits! }), { device: 'cpu', threads: 1 });
    const { logits } = await whole.run(whole.inputsAmong({ ...weights, ...batchFeeds(batch, model) }));
    await whole.dispose();
    return floats(logits!);
  }

  it('have the logits that whole windows give', async () => {
    const nodes = 4;
    const rng = new Rng(6, 'guesses');
    const guesses = windows.map(() => Array.from({ length: nodes }, () => rng.below(model.decoder.vocabularySize)));
    const { prompt } = method;
    const options = { model, prompt, executables, batch: windows.length, longest, nodes, edges: null };
    const continuation = new Continuation(options);
    const cached = await continuation.read(asked, tracks);
    const { values } = await continuation.follow(cached, {
      tokens: guesses.map((guess) => [-1, ...guess.slice(0, -1)]),
      parents: [-1, 0, 1, 2],
    });
    const compared = new Comparison('logits behind a cache');
    compared.close(values, await uncached(guesses), 1e-5, 1e-5);
    compared.print();
  });

  it('are scored in a tree as each label is by itself', async () => {
    const { prompt } = method;
    // Beside the labels, answers that begin as one of them and end as the next.
    const mixed = prompt.answers.slice(1).map((answer, i) => [answer[0]!, ...prompt.answers[i]!]);
    const answers = [...prompt.answers, ...mixed];
    const scorer = new AnswerScorer({ model, prompt, executables, batch: 8, longest }, answers);
    const { scores } = await scorer.score(asked, tracks);
    const compared = new Comparison('scores of all labels');
    const vocabulary = model.decoder.vocabularySize;
    for (const [label, answer] of answers.entries()) {
      const rows = logProbabilities(await uncached(windows.map(() => answer)), vocabulary);
      const expected = windows.map((_, window) =>
        answer.reduce((sum, token, at) => sum + rows[(window * answer.length + at) * vocabulary + token]!, 0),
      );
      compared.close(
        windows.map((_, window) => scores[window * answers.length + label]!),
        expected,
        2e-5,
        1e-5,
      );
    }
    compared.print();
  });
});
