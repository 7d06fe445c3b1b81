import type { DeviceId } from '../common/contract/app';
import type { Window } from '../common/domain/window';
import type { Decoding } from '../common/settings';
import type { Graph } from '../engine/graph/graph';
import { Builder } from '../engine/ops/builder';
import { floats, type HostTensor } from '../engine/runtime/tensor';
import type { Tokenizer } from '../models/tokenizer/tokenizer';
import { AnswerScorer } from './answerScorer';
import { type BatchShape, classifyingShape, makeBatch } from './batch';
import { atInference } from './classifier';
import { largestIndex } from './decode';
import { Executables } from './executables';
import type { GreedyAnswer } from './generate';
import { GreedyWriter } from './greedyWriter';
import { ClassMatcher } from './levenshtein';
import { batchFeeds, buildNetwork, buildTap, type ClassifierModel } from './network';
import type { Prompt } from './prompt';
import type { SimilarMoments } from './similarMoments';

/**
 * Runs a trained classifier on windows, a batch at a time. Graphs are made per shape (`inferenceShape`) and share one
 * set of weights; the language-model head is no part of them unless the classifier writes: its answer, or what stands
 * before the class, which is then read in a second pass.
 */
export interface PredictorOptions {
  model: ClassifierModel;
  prompt: Prompt;
  tokenizer: Tokenizer;
  /** Class texts by class index. */
  texts: readonly string[];
  /** Class indices that are never the answer. */
  leftOut: ReadonlySet<number>;
  /** How a classifier that writes answers. */
  decoding: Decoding;
  silenceThreshold: number;
  /** The published rule: a class is mapped like an answer. */
  official: boolean;
  /** What the question names; null where it names nothing. */
  similar: SimilarMoments | null;
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
  /** `[n, classes]`, of constrained answers their log-probabilities; null for a classifier that writes freely. */
  logits: Float32Array | null;
  /** What was written freely; null for other classifiers. */
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
  private readonly executables: Executables;
  private readonly matcher: ClassMatcher;
  private readonly writer: GreedyWriter | null = null;
  private readonly scorer: AnswerScorer | null = null;

  constructor(private readonly options: PredictorOptions) {
    const { model, prompt, decoding, weights, device, batch, longest } = options;
    this.executables = new Executables(weights, device);
    this.matcher = matcherOf(options);
    const { classHead, response } = model.description;
    if (response !== 'always') return;
    const answering = { model, prompt, executables: this.executables, batch, longest };
    if (classHead || decoding === 'greedy') this.writer = new GreedyWriter(answering);
    else this.scorer = new AnswerScorer(answering, prompt.answers);
  }

  /** @param tracks features of each window's visual tokens `[steps * tokens, dim]` */
  async predict(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const { batch, similar } = this.options;
    const asked = similar ? windows.map((window, i) => similar.tell(window, tracks[i] as Float32Array)) : windows;
    const parts: Predictions[] = [];
    for (let start = 0; start < asked.length; start += batch) {
      parts.push(await this.predictBatch(asked.slice(start, start + batch), tracks.slice(start, start + batch)));
    }
    return joined(parts);
  }

  /** Makes all graphs now, so that the first predictions take no longer than the others. */
  async prepare(): Promise<void> {
    const { prompt, batch, longest } = this.options;
    await (this.writer ?? this.scorer)?.continuation.prepare();
    if (!this.options.model.description.classHead) return;
    for (let steps = 1; steps <= longest; steps++)
      await this.classifying(classifyingShape(prompt, batch, steps, longest));
  }

  /**
   * The states at the positions that decide, behind the first `layers` layers, before any norm. Not of a classifier
   * whose class is read behind what it writes.
   * @param windows of one batch at most
   * @returns `[n, hidden]`
   */
  async statesBehind(
    layers: number,
    windows: readonly Window[],
    tracks: readonly Float32Array[],
  ): Promise<Float32Array> {
    const { prompt, model, batch, longest, similar } = this.options;
    const asked = similar ? windows.map((window, i) => similar.tell(window, tracks[i] as Float32Array)) : windows;
    const layouts = asked.map((window) => prompt.layout(window.steps.length, null, window.similar));
    const shape = classifyingShape(prompt, batch, Math.max(...asked.map(({ steps }) => steps.length)), longest);
    const make = () => {
      const b = new Builder();
      return b.graph({ states: buildTap(b, classifying(model), shape, layers) });
    };
    const executable = await this.executables.get(`layer ${layers} ${shape.frames}`, make, false);
    const feeds = batchFeeds(makeBatch(prompt, asked, layouts, tracks, shape, []), classifying(model));
    const { states } = await this.executables.run(executable, feeds);
    return floats(states as HostTensor).slice(0, asked.length * model.decoder.hiddenSize);
  }

  dispose(): Promise<void> {
    return this.executables.dispose();
  }

  private predictBatch(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    if (this.options.model.description.classHead) return this.classify(windows, tracks);
    if (this.writer) return this.write(this.writer, windows, tracks);
    if (this.scorer) return this.score(this.scorer, windows, tracks);
    throw new Error('internal: a classifier that neither classifies nor writes');
  }

  private async classify(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<Predictions> {
    const { prompt, model, batch, longest } = this.options;
    const { classes } = model;
    const before = await this.writer?.write(windows, tracks, 0);
    const layouts = windows.map(({ steps: { length }, similar }, i) =>
      prompt.layout(length, before?.answers[i]?.tokens ?? null, similar),
    );
    const steps = Math.max(...windows.map((window) => window.steps.length));
    const shape = classifyingShape(prompt, batch, steps, longest);
    const feeds = batchFeeds(makeBatch(prompt, windows, layouts, tracks, shape, []), classifying(model));
    const results = await this.executables.run(await this.classifying(shape), feeds);
    const part = (name: string, width: number) => floats(results[name] as HostTensor).slice(0, windows.length * width);
    const logits = part('logits', classes);
    const labels = Int32Array.from(windows, (_, i) => this.classOf(logits.subarray(i * classes, (i + 1) * classes)));
    return { labels, decisions: part('decisions', model.decoder.hiddenSize), logits, answers: null };
  }

  private classOf(logits: Float32Array): number {
    const { official, texts, leftOut } = this.options;
    if (!official) return largestIndex(logits, leftOut);
    return this.matcher.match(texts[largestIndex(logits)] as string).index;
  }

  private async score(
    scorer: AnswerScorer,
    windows: readonly Window[],
    tracks: readonly Float32Array[],
  ): Promise<Predictions> {
    const { classes } = this.options.model;
    const { scores, decisions } = await scorer.score(windows, tracks);
    const labels = windows.map((_, i) => this.likeliest(scores.subarray(i * classes, (i + 1) * classes)));
    return { labels: Int32Array.from(labels), decisions, logits: scores, answers: null };
  }

  /** The best class; background, which the first token alone decides, only where that is as likely as the threshold. */
  private likeliest(scores: Float32Array): number {
    const { leftOut, silenceThreshold, prompt } = this.options;
    const silent = prompt.silence === null || Math.exp(scores[0] as number) >= silenceThreshold;
    return largestIndex(scores, silent ? leftOut : new Set([0, ...leftOut]));
  }

  private async write(
    writer: GreedyWriter,
    windows: readonly Window[],
    tracks: readonly Float32Array[],
  ): Promise<Predictions> {
    const { answers, decisions } = await writer.write(windows, tracks, this.options.silenceThreshold);
    const read = answers.map((answer) => this.readAnswer(answer));
    return {
      labels: Int32Array.from(read, ({ label }) => label),
      decisions,
      logits: null,
      answers: read.map(({ answer }) => answer),
    };
  }

  private readAnswer({ silent, tokens }: GreedyAnswer): { label: number; answer: WrittenAnswer } {
    const { tokenizer, texts, model } = this.options;
    if (silent) return { label: 0, answer: { text: 'background', distance: 0, ids: [] } };
    if (model.description.tokenisation === 'subword') {
      const text = tokenizer.decode(tokens, { skipSpecial: true, cleanUp: true }).trim();
      const { index, distance } = this.matcher.match(text);
      return { label: index, answer: { text, distance, ids: tokens } };
    }
    const { index, distance } = this.matcher.nearest(Uint32Array.from(tokens));
    const exact = distance === 0;
    const text = exact ? (texts[index] as string) : tokenizer.decode(tokens, { skipSpecial: true });
    return { label: index, answer: { text, distance, ids: tokens } };
  }

  private classifying(shape: BatchShape) {
    const { model, prompt, longest } = this.options;
    // The graph of whole windows, which nearly all are, keeps the weights.
    const whole = shape.frames >= prompt.longest(longest, false).visuals;
    return this.executables.get(`classify ${shape.frames}`, () => classifyingGraph(model, shape), whole);
  }
}

/** What of a classifier names the class at inference. */
function classifying(model: ClassifierModel): ClassifierModel {
  return { ...model, description: atInference(model.description) };
}

/** The graph that names classes: `decisions` [windows, hidden] and `logits` [windows, classes]. */
export function classifyingGraph(model: ClassifierModel, shape: BatchShape): Graph {
  const b = new Builder();
  const { decision, classLogits } = buildNetwork(b, classifying(model), shape);
  if (!classLogits) throw new Error('internal: a classifier without a class head');
  return b.graph({ decisions: decision, logits: classLogits });
}

/** Answers are compared with class texts, or token by token where the tokens of labels have no meaning. */
function matcherOf({ model, prompt, texts, leftOut }: PredictorOptions): ClassMatcher {
  if (model.description.tokenisation === 'subword') return new ClassMatcher(texts, leftOut);
  const spelled = prompt.answers.map((tokens) => Uint32Array.from(tokens));
  return new ClassMatcher(texts, leftOut, spelled);
}

/** Predictions of one batch after another. */
function joined(parts: readonly Predictions[]): Predictions {
  const rows = (own: readonly Float32Array[]) => {
    const all = new Float32Array(own.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const values of own) {
      all.set(values, at);
      at += values.length;
    }
    return all;
  };
  const logits = parts.flatMap((part) => part.logits ?? []);
  const answers = parts.flatMap((part) => part.answers ?? []);
  return {
    labels: Int32Array.from(parts.flatMap((part) => [...part.labels])),
    decisions: rows(parts.map((part) => part.decisions)),
    logits: logits.length > 0 ? rows(logits) : null,
    answers: answers.length > 0 ? answers : null,
  };
}
