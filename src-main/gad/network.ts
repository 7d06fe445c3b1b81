import type { Value } from '../engine/graph/graph';
import { sizeOf } from '../engine/graph/shape';
import type { Builder } from '../engine/ops/builder';
import { float32, type HostTensor, int32 } from '../engine/runtime/tensor';
import type { Precision } from '../models/decoder/checkpoint';
import type { DecoderConfig } from '../models/decoder/config';
import type { Sides } from '../models/decoder/attentionBias';
import { Decoder } from '../models/decoder/decoder';
import type { Lora } from '../models/decoder/lora';
import type { Batch, BatchShape } from './batch';
import type { ClassifierDescription } from './classifier';

/**
 * The network of a classifier as a graph (GAD, ICLR 2026, section 3): features of each step go through the connector
 * and take the place of the `<v>` embeddings, a learnt embedding that of `<cls>`; the decoder runs once; the class head
 * reads the state at [CLS], a head that names the context the same or its own, the language-model head only the
 * positions that predict a learnt token. What a classifier does not have is no part of its graph.
 */
export interface ClassifierModel {
  readonly description: ClassifierDescription;
  readonly decoder: DecoderConfig;
  /** Numbers a visual token has. */
  readonly visualDim: number;
  readonly classes: number;
  /** Null where adapters are merged into the decoder's weights. */
  readonly lora: Lora | null;
  /** How frozen weights are fed. */
  readonly base: Precision;
}

export interface Network {
  readonly decoder: Decoder;
  /** What enters the first layer, `[windows, length, hidden]`. */
  readonly embeddings: Value;
  /** State that decides, after the last norm, `[windows, hidden]`. */
  readonly decision: Value;
  /** `[windows, classes]`; null without a class head. */
  readonly classLogits: Value | null;
  /** `[windows, classes]` of the head that names the context; null without one. */
  readonly contextLogits: Value | null;
  /** `[answers, vocabulary]` at the positions that predict learnt tokens; null where nothing is learnt to write. */
  readonly answerLogits: Value | null;
}

/** Adds the network to a graph for batches of one shape. Inputs are named as in `batchFeeds`. */
export function buildNetwork(b: Builder, model: ClassifierModel, shape: BatchShape): Network {
  const { description, lora, base } = model;
  const { windows, length } = shape;
  const sides = sidesOf(b, model, shape);
  const adapted = { ...(lora && { lora }), ...(sides && { sides }) };
  const decoder = new Decoder(b, model.decoder, { base, windows, steps: length, ...adapted });
  const embeddings = b.scope('embeddings', () => inputEmbeddings(b, decoder, model, shape));
  const readers = [b.input('decisionRows', 'int32', [windows])];
  const read = (name: string, count: number) => {
    const start = readers.reduce((sum, rows) => sum + sizeOf(rows.shape), 0);
    readers.push(b.input(name, 'int32', [count]));
    return (states: Value) => b.slice(states, 0, start, start + count);
  };
  const ofContext = description.contextHead === 'none' ? null : read('contextRows', windows);
  const ofAnswers = shape.answers > 0 ? read('answerRows', shape.answers) : null;
  const mask = b.input('attentionMask', 'int32', [windows, length]);
  const states = decoder.states(embeddings, mask, b.concat(readers, 0));
  const decision = b.slice(states, 0, 0, windows);
  const head = (name: string, x: Value) => b.scope(name, () => linear(b, name, x, model.classes));
  return {
    decoder,
    embeddings,
    decision,
    classLogits: description.classHead ? head('cls_head', decision) : null,
    contextLogits: ofContext && head('context_head', ofContext(states)),
    answerLogits: ofAnswers && tokenLogits(b, decoder, model, ofAnswers(states)),
  };
}

/** The state at the position that decides behind the first `layers` layers of the decoder, `[windows, hidden]`. */
export function buildTap(b: Builder, model: ClassifierModel, shape: BatchShape, layers: number): Value {
  const { lora, base } = model;
  const { windows, length } = shape;
  const decoder = new Decoder(b, model.decoder, { base, windows, steps: length, ...(lora && { lora }) });
  const embeddings = b.scope('embeddings', () => inputEmbeddings(b, decoder, model, shape));
  const mask = b.input('attentionMask', 'int32', [windows, length]);
  return decoder.behind(layers, embeddings, mask, b.input('decisionRows', 'int32', [windows]));
}

/** Whether response and [CLS] stand side by side: only where a response is learnt. */
function isTwoSided({ order }: ClassifierDescription, { answers }: BatchShape): boolean {
  return order === 'parallel' && answers > 0;
}

function sidesOf(b: Builder, { description }: ClassifierModel, shape: BatchShape): Sides | undefined {
  if (!isTwoSided(description, shape)) return undefined;
  const perToken = (name: string) => b.input(name, 'int32', [shape.windows, shape.length]);
  return { sides: perToken('sides'), positions: perToken('positions') };
}

/**
 * Logits of states [rows, hidden] -> [rows, vocabulary], with one column more a class where labels are new tokens. A
 * new token needs no embedding: nothing is written behind it.
 */
export function tokenLogits(b: Builder, decoder: Decoder, model: ClassifierModel, states: Value): Value {
  const logits = decoder.logits(states);
  if (model.description.tokenisation !== 'extend') return logits;
  const rows = b.input('label_tokens.weight', 'float32', [model.classes, model.decoder.hiddenSize]);
  return b.concat([logits, b.matmul(states, rows, { transB: true })], 1);
}

/** Text embeddings, connector output and class embedding as one table, of which each position takes its row. */
export function inputEmbeddings(b: Builder, decoder: Decoder, model: ClassifierModel, shape: BatchShape): Value {
  const { windows, length, frames } = shape;
  const { hiddenSize } = model.decoder;
  const text = decoder.embed(b.input('inputIds', 'int32', [windows * length]));
  const features = b.input('frames', 'float32', [windows * frames, model.visualDim]);
  const visual = b.scope('connector', () =>
    linear(b, 'connector.2', b.gelu(linear(b, 'connector.0', features, hiddenSize)), hiddenSize),
  );
  const table = [text, visual];
  if (model.description.classToken) table.push(b.input('cls_emb.weight', 'float32', [1, hiddenSize]));
  if (model.description.contextHead === 'own [CLS]')
    table.push(b.input('context_emb.weight', 'float32', [1, hiddenSize]));
  const source = b.input('source', 'int32', [windows * length]);
  return b.reshape(b.gather(b.concat(table, 0), source), [windows, length, hiddenSize]);
}

/** x [rows, in] -> x Wᵀ + bias [rows, out], both trained. */
export function linear(b: Builder, name: string, x: Value, out: number): Value {
  const weight = b.input(`${name}.weight`, 'float32', [out, x.shape[1] as number]);
  return b.add(b.matmul(x, weight, { transB: true }), b.input(`${name}.bias`, 'float32', [out]));
}

/** A batch as feeds of the network. Ids beyond the embedding table are clamped: their rows are not used. */
export function batchFeeds(batch: Batch, model: ClassifierModel): Record<string, HostTensor> {
  const { windows, length, frames, answers } = batch.shape;
  const { description } = model;
  const last = model.decoder.vocabularySize - 1;
  return {
    inputIds: int32(
      [windows * length],
      batch.inputIds.map((id) => Math.min(id, last)),
    ),
    attentionMask: int32([windows, length], batch.attentionMask),
    frames: float32([windows * frames, model.visualDim], batch.frames),
    source: int32([windows * length], batch.source),
    decisionRows: int32([windows], batch.decisionRows),
    ...(description.contextHead === 'none' ? {} : { contextRows: int32([windows], batch.contextRows) }),
    ...(isTwoSided(description, batch.shape)
      ? { sides: int32([windows, length], batch.sides), positions: int32([windows, length], batch.positions) }
      : {}),
    ...(answers > 0 ? { answerRows: int32([answers], batch.answerRows) } : {}),
  };
}
