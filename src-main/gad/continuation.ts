import type { Window } from '../common/domain/window';
import type { Graph, Value } from '../engine/graph/graph';
import { Builder } from '../engine/ops/builder';
import type { Executable } from '../engine/runtime/executable';
import { floats, type HostTensor, int32 } from '../engine/runtime/tensor';
import { Decoder } from '../models/decoder/decoder';
import { type Batch, type BatchShape, inferenceShape, makeBatch } from './batch';
import type { Executables } from './executables';
import { batchFeeds, type ClassifierModel, inputEmbeddings, tokenLogits } from './network';
import type { TokenLayout } from './tokenLayout';
import type { Prompt } from './prompt';

/**
 * What a decoder would write behind windows, in two graphs. The first reads question, frames and `⏎Assistant` once and
 * keeps the keys and values of every layer. The second reads only the nodes of a tree of tokens, whose root
 * is the `:` that answers stand behind, against that cache: a guessed answer is a tree of one branch, all
 * labels together are one of many.
 *
 * The cache serves one step. That of the step before does not, though most of its frames are the same: a
 * window slides, so every frame moves to another position behind the question, and a state of a later layer
 * has seen the frames that left.
 */
export interface AnswerOptions {
  model: ClassifierModel;
  prompt: Prompt;
  executables: Executables;
  /** Windows a batch, and steps of the longest window. */
  batch: number;
  longest: number;
}

interface ContinuationOptions extends AnswerOptions {
  /** Nodes read in a pass. */
  nodes: number;
  /** Edges whose log-probabilities a pass gives; null for the logits of all tokens behind every node. */
  edges: number | null;
}

/** Windows read up to where the answer begins. */
export interface CachedWindows {
  count: number;
  shape: BatchShape;
  /** `layer.0.keys`, `layer.0.values`, … and the mask of the cached positions. */
  feeds: Readonly<Record<string, HostTensor>>;
}

/** Tokens that follow, `nodes` at most, parents before children, the root first. */
export interface Branching {
  /** By window, the token of each node; the root's is put in. */
  tokens: readonly (readonly number[])[];
  /** By node, the place of its parent; -1 for the root. */
  parents: readonly number[];
  /** Places of parents, and tokens behind them, whose log-probabilities are asked for. */
  edges?: readonly { parentAt: number; token: number }[];
}

export interface Continued {
  /** States at the root, which decide, `[count, hidden]`. */
  decisions: Float32Array;
  /** `[count, nodes, vocabulary]` logits, or `[count, edges]` log-probabilities. */
  values: Float32Array;
}

export class Continuation {
  private readonly root: number;
  /** Tokens the head knows. */
  readonly vocabulary: number;

  constructor(private readonly options: ContinuationOptions) {
    const { model, prompt } = options;
    this.root = prompt.layout(1, null).ids.at(-1) as number;
    const added = model.description.tokenisation === 'extend' ? model.classes : 0;
    this.vocabulary = model.decoder.vocabularySize + added;
  }

  /** Makes all graphs now. */
  async prepare(): Promise<void> {
    const { longest } = this.options;
    for (let steps = 1; steps <= longest; steps++) {
      await this.reader(this.shapeOf(steps));
      await this.follower(this.shapeOf(steps));
    }
  }

  /** @param tracks features of each window's visual tokens `[steps * tokens, dim]`; windows of one batch at most */
  async read(windows: readonly Window[], tracks: readonly Float32Array[]): Promise<CachedWindows> {
    const { prompt, model, executables } = this.options;
    const layouts = windows.map(({ steps, similar }) => withoutRoot(prompt.layout(steps.length, null, similar)));
    const shape = this.shapeOf(Math.max(...windows.map((window) => window.steps.length)));
    const batch: Batch = makeBatch(prompt, windows, layouts, tracks, shape, []);
    const feeds = batchFeeds(batch, model);
    const cache = await executables.run(await this.reader(shape), feeds);
    const attentionMask = feeds['attentionMask'] as HostTensor;
    return { count: windows.length, shape, feeds: { ...cache, attentionMask } };
  }

  async follow(cached: CachedWindows, branching: Branching): Promise<Continued> {
    const { executables, edges, nodes, model } = this.options;
    const executable = await this.follower(cached.shape);
    const feeds = { ...cached.feeds, ...this.nodeFeeds(branching), ...this.edgeFeeds(branching) };
    const results = await executables.run(executable, feeds);
    const perWindow = edges ?? nodes * this.vocabulary;
    return {
      decisions: floats(results['decisions'] as HostTensor).slice(0, cached.count * model.decoder.hiddenSize),
      values: floats(results['values'] as HostTensor).subarray(0, cached.count * perWindow),
    };
  }

  private shapeOf(steps: number): BatchShape {
    const { prompt, batch, longest } = this.options;
    const shape = inferenceShape(prompt, batch, steps, longest);
    return { ...shape, length: shape.length - 1 };
  }

  /** Nodes that a pass has room for and does not need repeat the root, seen by nobody. */
  private nodeFeeds({ tokens, parents }: Branching): Record<string, HostTensor> {
    const { batch, nodes, model } = this.options;
    const last = model.decoder.vocabularySize - 1;
    const ids = new Int32Array(batch * nodes).fill(this.root);
    tokens.forEach((own, window) => {
      for (let node = 1; node < own.length; node++) ids[window * nodes + node] = Math.min(own[node] as number, last);
    });
    const depths = new Int32Array(nodes);
    const sees = new Int32Array(nodes * nodes);
    for (let node = 0; node < nodes; node++) {
      const parent = parents[node] ?? -1;
      if (parent >= 0) {
        depths[node] = (depths[parent] as number) + 1;
        sees.copyWithin(node * nodes, parent * nodes, (parent + 1) * nodes);
      }
      sees[node * nodes + node] = 1;
    }
    return {
      nodeIds: int32([batch * nodes], ids),
      depths: int32([nodes], depths),
      sees: int32([nodes, nodes], sees),
    };
  }

  private edgeFeeds({ edges: asked = [] }: Branching): Record<string, HostTensor> {
    const { batch, nodes, edges } = this.options;
    if (edges === null) return {};
    const places = new Int32Array(batch * edges);
    for (let window = 0; window < batch; window++) {
      asked.forEach(({ parentAt, token }, i) => {
        places[window * edges + i] = (window * nodes + parentAt) * this.vocabulary + token;
      });
    }
    return { edges: int32([batch * edges], places) };
  }

  private reader(shape: BatchShape): Promise<Executable> {
    const { executables, model, prompt, longest } = this.options;
    const whole = shape.frames >= prompt.longest(longest, false).visuals;
    const key = `read ${shape.windows} of ${shape.frames}`;
    return executables.get(key, () => readingGraph(model, shape), whole);
  }

  private follower(shape: BatchShape): Promise<Executable> {
    const { executables, nodes, edges } = this.options;
    const key = `follow ${shape.windows} of ${shape.frames}, ${nodes} nodes, ${edges} edges`;
    return executables.get(key, () => this.followingGraph(shape), false);
  }

  private followingGraph({ windows, length: past }: BatchShape): Graph {
    const { model, nodes, edges } = this.options;
    const { hiddenSize } = model.decoder;
    const b = new Builder();
    const depths = b.input('depths', 'int32', [nodes]);
    const sees = b.input('sees', 'int32', [nodes, nodes]);
    const decoder = makeDecoder(b, model, windows, nodes, { past, depths, sees });
    const embeddings = decoder.embed(b.input('nodeIds', 'int32', [windows * nodes]));
    const states = decoder.states(embeddings, b.input('attentionMask', 'int32', [windows, past]));
    const roots = b.slice(b.reshape(states, [windows, nodes, hiddenSize]), 1, 0, 1);
    const logits = tokenLogits(b, decoder, model, states);
    const values =
      edges === null
        ? logits
        : b.gather(b.reshape(b.logSoftmax(logits), [-1]), b.input('edges', 'int32', [windows * edges]));
    return b.graph({ decisions: b.reshape(roots, [windows, hiddenSize]), values });
  }
}

function readingGraph(model: ClassifierModel, shape: BatchShape): Graph {
  const { windows, length } = shape;
  const b = new Builder();
  const decoder = makeDecoder(b, model, windows, length);
  const embeddings = b.scope('embeddings', () => inputEmbeddings(b, decoder, model, shape));
  const cache = decoder.cache(embeddings, b.input('attentionMask', 'int32', [windows, length]));
  const outputs: Record<string, Value> = {};
  cache.forEach(({ keys, values }, layer) => {
    outputs[`layer.${layer}.keys`] = keys;
    outputs[`layer.${layer}.values`] = values;
  });
  return b.graph(outputs);
}

function makeDecoder(
  b: Builder,
  { decoder, base, lora }: ClassifierModel,
  windows: number,
  steps: number,
  branches?: { past: number; depths: Value; sees: Value },
): Decoder {
  return new Decoder(b, decoder, { base, windows, steps, ...(lora && { lora }), ...(branches && { branches }) });
}

/** A window's tokens before the one that answers stand behind. */
function withoutRoot(layout: TokenLayout): TokenLayout {
  const ids = layout.ids.slice(0, -1);
  return { ...layout, ids, decision: ids.length - 1 };
}
