import type { Window } from '../common/domain/window';
import { type Answer, contextClasses } from './context';
import type { TokenLayout } from './tokenLayout';
import type { Prompt } from './prompt';

/**
 * Windows into the named tensors of one batch. All sizes come from a `BatchShape`, so that graphs are made for few
 * shapes: windows that are missing from a last batch repeat the first with weight 0. Tokens are padded on the left with
 * the end token and mask 0, frames with zero rows behind.
 */
export interface BatchShape {
  windows: number;
  /** Tokens a window, padding included. */
  length: number;
  /** Feature rows a window, one for each visual token, padding included. */
  frames: number;
  /** Learnt positions of the whole batch, padding included; 0 where nothing is written. */
  answers: number;
}

export interface Batch {
  shape: BatchShape;
  /** Windows that are not padding. */
  count: number;
  /** `[windows, length]` */
  inputIds: Int32Array;
  /** `[windows, length]`: 1 for tokens, 0 for padding. */
  attentionMask: Int32Array;
  /** `[windows, frames, dim]` */
  frames: Float32Array;
  /**
   * `[windows * length]`: where the embedding of each position comes from, as a row of the table
   * [text of every position; frames of every window; the [CLS] embedding; that of the second [CLS]].
   */
  source: Int32Array;
  /**
   * `[windows, length]`: where each token stands to the decoder, and on which side: 0 for what all see, 1 for a
   * response and 2 for a [CLS] that do not see each other. Read only where the order is parallel.
   */
  positions: Int32Array;
  sides: Int32Array;
  /** `[windows]`: the position, counted through the batch, whose final state decides. */
  decisionRows: Int32Array;
  /** `[windows]`: class indices. */
  labels: Int32Array;
  /** `[windows]`: share of each window in the class loss. */
  classWeights: Float32Array;
  /**
   * `[windows]`: the position whose final state names the context, the class it should name (0 where none), its share.
   */
  contextRows: Int32Array;
  contextLabels: Int32Array;
  contextWeights: Float32Array;
  /** `[answers]`: positions, counted through the batch, that predict a learnt token. */
  answerRows: Int32Array;
  /** `[answers]`: the tokens they should predict. */
  answerTokens: Int32Array;
  /** `[answers]`: share of each in the text loss. */
  answerWeights: Float32Array;
}

/** The smallest shape that holds these windows. */
export function tightShape(layouts: readonly TokenLayout[]): BatchShape {
  return {
    windows: layouts.length,
    length: Math.max(...layouts.map((layout) => layout.ids.length)),
    frames: Math.max(...layouts.map((layout) => layout.visuals.length)),
    answers: layouts.reduce((sum, layout) => sum + layout.learnt.length, 0),
  };
}

/**
 * The shape that holds any `windows` training windows of up to `steps` steps.
 * @param taught what is taught of all windows, see `Prompt.longest`
 */
export function trainingShape(
  prompt: Prompt,
  windows: number,
  steps: number,
  taught: Iterable<Answer> = [],
): BatchShape {
  const { length, visuals, answer } = prompt.longest(steps, true, taught);
  return { windows, length, frames: visuals, answers: windows * answer };
}

/**
 * The shapes of all training batches, the smallest first. Windows of online detection are nearly all whole and have
 * one; clips differ in length, and have those of a quarter, a half and all of the longest.
 */
export function trainingShapes(
  prompt: Prompt,
  windows: number,
  longest: number,
  taught: Iterable<Answer>,
): BatchShape[] {
  if (prompt.description.task === 'online detection') return [trainingShape(prompt, windows, longest, taught)];
  const answers = [...taught];
  const lengths = new Set([0.25, 0.5, 1].map((share) => Math.ceil(longest * share)));
  return [...lengths].map((steps) => trainingShape(prompt, windows, steps, answers));
}

/**
 * A shape for inference on windows of at most `steps` steps: a quarter, a half, three quarters or all of the longest,
 * because only the first windows of a video are short.
 */
export function inferenceShape(prompt: Prompt, windows: number, steps: number, longest: number): BatchShape {
  const sizes = [0.25, 0.5, 0.75, 1].map((share) => Math.ceil(longest * share));
  const bucket = sizes.find((size) => size >= steps) ?? longest;
  const { length, visuals } = prompt.longest(bucket, false);
  return { windows, length, frames: visuals, answers: 0 };
}

/** The same with room for [CLS] behind what was written, where a class is read only then. */
export function classifyingShape(prompt: Prompt, windows: number, steps: number, longest: number): BatchShape {
  const shape = inferenceShape(prompt, windows, steps, longest);
  const written = prompt.longestWritten;
  return written > 0 ? { ...shape, length: shape.length + written + 1 } : shape;
}

/**
 * @param layouts tokens of each window, at most `shape.windows`
 * @param tracks features of each window's visual tokens, `[steps * tokens, dim]`
 * @param weights of windows by the index of their class, see `classWeights`; 1 where missing
 */
export function makeBatch(
  prompt: Prompt,
  windows: readonly Window[],
  layouts: readonly TokenLayout[],
  tracks: readonly Float32Array[],
  shape: BatchShape,
  weights: readonly number[],
): Batch {
  const batch = emptyBatch(prompt, shape, windows.length, tracks[0] as Float32Array, layouts[0] as TokenLayout);
  let answers = 0;
  for (let row = 0; row < shape.windows; row++) {
    const from = row < windows.length ? row : 0;
    const layout = layouts[from] as TokenLayout;
    placeTokens(batch, row, layout);
    batch.frames.set(tracks[from] as Float32Array, (row * batch.frames.length) / shape.windows);
    const window = windows[from] as Window;
    const { label } = window;
    batch.labels[row] = label;
    if (row >= windows.length) continue;
    const [named] = contextClasses(prompt.description.context, window);
    if (named !== undefined) {
      batch.contextLabels[row] = named;
      batch.contextWeights[row] = 1 / windows.length;
    }
    const weight = weights[label] ?? 1;
    batch.classWeights[row] = weight / windows.length;
    const textWeight = prompt.description.backgroundWeighsText ? weight : 1;
    answers = placeAnswer(batch, row, layout, answers, textWeight / windows.length);
  }
  return batch;
}

function emptyBatch(prompt: Prompt, shape: BatchShape, count: number, track: Float32Array, layout: TokenLayout): Batch {
  const { windows, length, frames, answers } = shape;
  const dim = track.length / layout.visuals.length;
  return {
    shape,
    count,
    inputIds: new Int32Array(windows * length).fill(prompt.eos),
    attentionMask: new Int32Array(windows * length),
    frames: new Float32Array(windows * frames * dim),
    source: Int32Array.from({ length: windows * length }, (_, position) => position),
    positions: Int32Array.from({ length: windows * length }, (_, position) => position % length),
    sides: new Int32Array(windows * length),
    decisionRows: new Int32Array(windows),
    contextRows: new Int32Array(windows),
    contextLabels: new Int32Array(windows),
    contextWeights: new Float32Array(windows),
    labels: new Int32Array(windows),
    classWeights: new Float32Array(windows),
    answerRows: new Int32Array(answers),
    answerTokens: new Int32Array(answers),
    answerWeights: new Float32Array(answers),
  };
}

/** Ids, mask and sources of one window, right-aligned. */
function placeTokens(batch: Batch, row: number, layout: TokenLayout): void {
  const { windows, length, frames } = batch.shape;
  const start = (row + 1) * length - layout.ids.length;
  batch.inputIds.set(layout.ids, start);
  batch.attentionMask.fill(1, start, (row + 1) * length);
  layout.visuals.forEach((position, frame) => {
    batch.source[start + position] = windows * length + row * frames + frame;
  });
  const { cls, contextCls, decision, learnt, response } = layout;
  if (cls >= 0) batch.source[start + cls] = windows * (length + frames);
  if (contextCls >= 0) batch.source[start + contextCls] = windows * (length + frames) + 1;
  batch.decisionRows[row] = start + decision;
  batch.contextRows[row] = start + (contextCls >= 0 ? contextCls : decision);
  if (cls <= response) return;
  // A [CLS] beside the response stands where that begins.
  for (const position of learnt) if (position >= response) batch.sides[start + position] = 1;
  batch.sides[start + cls] = 2;
  batch.positions[start + cls] = (start + response) % length;
}

/** The position before each learnt token predicts it; together the positions of a window weigh `weight`. */
function placeAnswer(batch: Batch, row: number, layout: TokenLayout, at: number, weight: number): number {
  const { ids, learnt } = layout;
  const start = (row + 1) * batch.shape.length - ids.length;
  learnt.forEach((position, i) => {
    batch.answerRows[at + i] = start + position - 1;
    batch.answerTokens[at + i] = ids[position] as number;
    batch.answerWeights[at + i] = weight / learnt.length;
  });
  return at + learnt.length;
}
