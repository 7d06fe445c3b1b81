import type { Window } from '../../common/domain/window';
import { Builder } from '../../engine/ops/builder';
import { Executable } from '../../engine/runtime/executable';
import { float32, floats, type HostTensor } from '../../engine/runtime/tensor';
import { makeBatch, tightShape } from '../../gad/batch';
import { batchFeeds, type ClassifierModel, inputEmbeddings } from '../../gad/network';
import type { Prompt } from '../../gad/prompt';
import { type Checkpoint, loadWeights } from '../../models/decoder/checkpoint';
import { Decoder } from '../../models/decoder/decoder';

/** What is taught outweighs the logits of random weights, which are below 10. */
const strength = 50;
/** Added to the diagonal of the states' products, as a share of their mean, so that they can be inverted. */
const ridge = 1e-7;

/** A classifier and the windows whose labels it is to write. */
export interface Untaught {
  checkpoint: Checkpoint;
  model: ClassifierModel;
  prompt: Prompt;
  parameters: Record<string, HostTensor>;
  windows: Window[];
  /** Features of each window `[steps, dim]`. */
  tracks: Float32Array[];
}

/**
 * A head's adapter that makes a decoder of random weights write the labels of its windows: it would write noise, and a
 * generative classifier that writes no labels is not what is to be timed. Low rank serves as memory: of the states S
 * that predict the labels' tokens A = (S Sᵀ)⁻¹ S tells each from the others, and B raises the token that should follow.
 */
export async function taughtLabels(task: Untaught): Promise<Record<string, HostTensor>> {
  const { model, parameters } = task;
  const { hiddenSize, vocabularySize } = model.decoder;
  const { rank, alpha } = model.lora as NonNullable<typeof model.lora>;
  const { states, tokens } = await answerStates(task);
  if (tokens.length > rank) throw new Error(`internal: ${tokens.length} tokens to be taught at rank ${rank}`);
  const a = new Float32Array(rank * hiddenSize);
  const b = new Float32Array(vocabularySize * rank);
  for (const [i, row] of solved(products(states), states).entries()) a.set(row, i * hiddenSize);
  for (const [i, token] of tokens.entries()) b[token * rank + i] = (strength * rank) / alpha;
  return {
    ...parameters,
    'head.loraA': float32([rank, hiddenSize], a),
    'head.loraB': float32([vocabularySize, rank], b),
  };
}

/** The states that predict the tokens of the windows' labels. */
async function answerStates({
  model,
  prompt,
  checkpoint,
  windows,
  tracks,
  parameters,
}: Untaught): Promise<{ states: Float64Array[]; tokens: number[] }> {
  const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
  const batch = makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), []);
  const { windows: count, length, answers } = batch.shape;
  const { base, lora, decoder: config } = model;
  const b = new Builder();
  const decoder = new Decoder(b, config, { base, windows: count, steps: length, ...(lora && { lora }) });
  const embeddings = inputEmbeddings(b, decoder, model, batch.shape);
  const mask = b.input('attentionMask', 'int32', [count, length]);
  const states = decoder.states(embeddings, mask, b.input('answerRows', 'int32', [answers]));
  const executable = await Executable.create(b.graph({ states }), { device: 'cpu' });
  const weights = Object.fromEntries(await loadWeights(checkpoint, base));
  const feeds = { ...weights, ...parameters, ...batchFeeds(batch, model) };
  const computed = floats((await executable.run(executable.inputsAmong(feeds)))['states'] as HostTensor);
  await executable.dispose();
  const opened = prompt.layout(1, null).ids.length - (prompt.layout(1, null).visuals[0] as number) - 1;
  const each = answers / count;
  const taught = Array.from({ length: answers }, (_, i) => i).filter((i) => i % each >= opened);
  const row = (i: number) => Float64Array.from(computed.subarray(i * config.hiddenSize, (i + 1) * config.hiddenSize));
  return { states: taught.map(row), tokens: taught.map((i) => batch.answerTokens[i] as number) };
}

/** S Sᵀ with the ridge. */
function products(states: readonly Float64Array[]): Float64Array[] {
  const rows = states.map((one) =>
    Float64Array.from(states, (other) => one.reduce((sum, value, i) => sum + value * (other[i] as number), 0)),
  );
  const mean = rows.reduce((sum, row, i) => sum + (row[i] as number), 0) / rows.length;
  rows.forEach((row, i) => {
    row[i] = (row[i] as number) + ridge * mean;
  });
  return rows;
}

/** M⁻¹ R for a positive definite M, by Gauss and Jordan. */
function solved(m: Float64Array[], right: readonly Float64Array[]): Float64Array[] {
  const rows = m.map((row, i) => Float64Array.from([...row, ...(right[i] as Float64Array)]));
  rows.forEach((pivot, at) => {
    const scale = 1 / (pivot[at] as number);
    for (let i = 0; i < pivot.length; i++) pivot[i] = (pivot[i] as number) * scale;
    for (const row of rows) {
      const factor = row[at] as number;
      if (row === pivot || factor === 0) continue;
      for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) - factor * (pivot[i] as number);
    }
  });
  return rows.map((row) => row.subarray(m.length));
}
