import type { Window } from '../common/domain/window';
import type { Graph } from '../engine/graph/graph';
import { Builder } from '../engine/ops/builder';
import type { DeviceId } from '../engine/runtime/devices';
import { Executable } from '../engine/runtime/executable';
import { floats, type HostTensor } from '../engine/runtime/tensor';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import { type Batch, type BatchShape, inferenceShape, makeBatch } from './batch';
import { largestIndex } from './decode';
import { GreedyAnswer, LONGEST_ANSWER } from './generate';
import type { ClassMatcher } from './levenshtein';
import { batchFeeds, buildNetwork, type ClassifierModel } from './network';
import type { Prompt, TokenLayout } from './prompt';

/**
 * Runs a trained classifier on windows, a batch at a time. Graphs are made per shape (`inferenceShape`) and share one set of
 * weights; the language-model head is no part of them unless the classifier answers by writing.
 */
export interface PredictorOptions {
  model: ClassifierModel;
  prompt: Prompt;
  tokenizer: Tokenizer;
  matcher: ClassMatcher;
  /** Class indices that are never the answer. */
  leftOut: ReadonlySet<number>;
  silenceThreshold: number;
  /** Class texts where the published rule is kept, by which a class is mapped like an answer; null otherwise. */
  mappedTexts: readonly string[] | null;
  /** Merged weights and what is trained in full, by input name. */
  weights: Readonly<Record<string, HostTensor>>;
  device: DeviceId;
  /** Windows a batch, and steps of the longest window. */
  batch: number;
  longest: number;
}

/** What was predicted for each of `n` windows. */
export interface Predictions {
  /** `[n]` class indices. */
  labels: Int32Array;
  /** `[n, hidden]` the states that decided. */
  decisions: Float32Array;
  /** `[n, classes]`; null for a classifier that writes. */
  logits: Float32Array | null;
  /** What was written; null for a classifier with a class head. */
  answers: WrittenAnswer[] | null;
}

export interface WrittenAnswer {
  text: string;
  /** Edits between the answer and the class it was matched to. */
  distance: number;
  /** Tokens written, the end token included; empty where the answer was silence. */
  ids: number[];
}

export class Predictor {
  private readonly executables = new Map<string, Promise<Executable>>();
  /** The answer settled last, the first guess for the next. */
  private lastAnswer: readonly number[] = [];

  constructor(private readonly options: PredictorOptions) {}

  /** @param tracks features of each window's visual tokens `[steps * tokens, dim]` */
  predict(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const { model } = this.options;
    return model.description.classHead ? this.classify(windows, tracks) : this.write(windows, tracks);
  }

  /** Makes all graphs now, so that the first predictions take no longer than the others. */
  async prepare(): Promise<void> {
    const { prompt, batch, longest } = this.options;
    for (let steps = 1; steps <= longest; steps++) await this.executable(inferenceShape(prompt, batch, steps, longest));
  }

  async dispose(): Promise<void> {
    for (const executable of this.executables.values()) await (await executable).dispose();
  }

  private async classify(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const { prompt, model, batch } = this.options;
    const { classes } = model;
    const count = windows.length;
    const decisions = new Float32Array(count * model.decoder.hiddenSize);
    const logits = new Float32Array(count * classes);
    for (let start = 0; start < count; start += batch) {
      const end = Math.min(count, start + batch);
      const some = windows.slice(start, end);
      const layouts = some.map((window) => prompt.layout(window.steps.length, null));
      const results = await this.run(some, layouts, tracks.slice(start, end));
      decisions.set(results.decisions, start * model.decoder.hiddenSize);
      logits.set(results.logits.subarray(0, some.length * classes), start * classes);
    }
    const labels = Int32Array.from(windows, (_, i) => this.classOf(logits.subarray(i * classes, (i + 1) * classes)));
    return { labels, decisions, logits, answers: null };
  }

  private classOf(logits: Float32Array): number {
    const { mappedTexts, matcher, leftOut } = this.options;
    if (!mappedTexts) return largestIndex(logits, leftOut);
    return matcher.match(mappedTexts[largestIndex(logits)] as string).index;
  }

  /** Each pass takes the first windows whose answer is not settled, so that batches stay full. */
  private async write(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const { prompt, model, batch, silenceThreshold } = this.options;
    const { eos, silence } = prompt;
    const answers = windows.map(() => new GreedyAnswer({ eos, silence, silenceThreshold }));
    const decisions = new Float32Array(windows.length * model.decoder.hiddenSize);
    for (let open = [...answers.keys()]; open.length > 0; open = open.filter((i) => !answers[i]?.done)) {
      await this.writeOn(open.slice(0, batch), windows, tracks, answers, decisions);
    }
    return this.written(answers, decisions);
  }

  private async writeOn(
    chosen: readonly number[],
    windows: readonly Window[],
    tracks: readonly Float32Array[],
    answers: readonly GreedyAnswer[],
    decisions: Float32Array,
  ): Promise<void> {
    const { prompt, model } = this.options;
    const { hiddenSize: hidden, vocabularySize: vocabulary } = model.decoder;
    const of = <T>(all: readonly T[]) => chosen.map((i) => all[i] as T);
    const guesses = of(answers).map((answer) => answer.guess([this.lastAnswer, ...prompt.answers]));
    const layouts = of(windows).map((window, row) => withAnswer(prompt, window.steps.length, guesses[row] as number[]));
    const results = await this.run(of(windows), layouts, of(tracks));
    of(answers).forEach((answer, row) => {
      answer.settle(guesses[row] as number[], (position) => {
        const start = (row * LONGEST_ANSWER + position) * vocabulary;
        return results.logits.subarray(start, start + vocabulary);
      });
      if (answer.done && !answer.silent) this.lastAnswer = answer.tokens;
    });
    chosen.forEach((i, row) => decisions.set(results.decisions.subarray(row * hidden, (row + 1) * hidden), i * hidden));
  }

  private written(answers: readonly GreedyAnswer[], decisions: Float32Array): Predictions {
    const { tokenizer, matcher } = this.options;
    const labels = new Int32Array(answers.length);
    const texts = answers.map(({ silent, tokens }, i) => {
      if (silent) return { text: 'background', distance: 0, ids: [] };
      const text = tokenizer.decode(tokens, { skipSpecial: true, cleanUp: true }).trim();
      const { index, distance } = matcher.match(text);
      labels[i] = index;
      return { text, distance, ids: tokens };
    });
    return { labels, decisions, logits: null, answers: texts };
  }

  private async run(windows: readonly Window[], layouts: readonly TokenLayout[], tracks: readonly Float32Array[]) {
    const { prompt, model, batch, longest, weights } = this.options;
    const steps = Math.max(...windows.map((window) => window.steps.length));
    const shape = inferenceShape(prompt, batch, steps, longest);
    const made: Batch = makeBatch(prompt, windows, layouts, tracks, shape, 1);
    const executable = await this.executable(shape);
    const feeds = batchFeeds(made, model);
    const results = await executable.run({ ...executable.inputsAmong(weights), ...feeds });
    const decisions = floats(results['decisions'] as HostTensor).slice(0, windows.length * model.decoder.hiddenSize);
    return { decisions, logits: floats(results['logits'] as HostTensor) };
  }

  private executable(shape: BatchShape): Promise<Executable> {
    const key = String(shape.frames);
    let executable = this.executables.get(key);
    if (!executable) {
      const b = new Builder();
      const { decision, classLogits, answerLogits } = buildNetwork(b, this.options.model, shape);
      const logits = classLogits ?? answerLogits;
      if (!logits) throw new Error('internal: a classifier that neither classifies nor writes');
      const graph = b.graph({ decisions: decision, logits });
      executable = Executable.create(graph, { device: this.options.device, stored: this.stored(shape, graph) });
      this.executables.set(key, executable);
    }
    return executable;
  }

  /** The graph of whole windows, which nearly all are, keeps the weights: laid out for its products, they are faster. */
  private stored({ frames }: BatchShape, { inputs }: Graph): Record<string, HostTensor> {
    const { prompt, weights, longest } = this.options;
    if (frames < prompt.longest(longest, false).visuals) return {};
    return Object.fromEntries(Object.entries(weights).filter(([name]) => inputs.some((input) => input.name === name)));
  }
}

/** A window's tokens with a guessed answer behind them. */
function withAnswer(prompt: Prompt, steps: number, answer: readonly number[]): TokenLayout {
  const layout = prompt.layout(steps, null);
  const learnt = answer.map((_, i) => layout.ids.length + i);
  return { ...layout, ids: [...layout.ids, ...answer], learnt };
}
