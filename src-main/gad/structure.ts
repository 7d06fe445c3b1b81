import type { TrainSettings } from '../common/settings';
import { logSimilarities, type AlignmentKernel } from './alignment/alignment';
import { bandwidth, type Sample, type Sequence } from './alignment/localKernel';

/**
 * What the structure loss teaches (Sugar, NeurIPS 2024): windows whose content is alike should have hidden states that
 * are alike. A window is the sequence of the steps of its short part, a clip that of all its steps, each known by its
 * visual features and by the text of the window's class; two windows are compared by aligning these sequences. The
 * third embedding of the triple kernel, the hidden state, is the side that learns.
 */
export class StructureTarget {
  private readonly textBandwidth: number;
  private readonly longest: number;

  /** @param classes embedding of each class text, see `classEmbeddings` */
  constructor(
    private readonly settings: Pick<
      TrainSettings,
      'structureKernel' | 'structureText' | 'structureSmoothing' | 'task' | 'short' | 'shortEvery' | 'clipSteps'
    >,
    private readonly classes: readonly Float32Array[],
  ) {
    const { task, short, shortEvery, clipSteps } = settings;
    this.longest = task === 'online detection' ? Math.ceil(short / shortEvery) : clipSteps;
    this.textBandwidth = bandwidth(classes.map((rows) => ({ rows, dim: rows.length })));
  }

  /**
   * Log-similarities of windows, `[windows, windows]`.
   * @param labels class index of each window
   * @param tracks features of each window's steps, `[steps, dim]`, all tokens of a step in one row
   */
  logSimilarities(labels: readonly number[], tracks: readonly Float32Array[], dim: number): Float64Array {
    const visual = tracks.map((rows): Sequence => ({ rows: rows.subarray(-this.longest * dim), dim }));
    const samples = visual.map((sequence, i): Sample => [sequence, this.text(labels[i] as number, sequence)]);
    return logSimilarities(samples, this.kernel(visual));
  }

  /** The class text beside each step. */
  private text(label: number, { rows, dim }: Sequence): Sequence {
    const embedding = this.classes[label] as Float32Array;
    const repeated = new Float32Array((rows.length / dim) * embedding.length);
    for (let at = 0; at < repeated.length; at += embedding.length) repeated.set(embedding, at);
    return { rows: repeated, dim: embedding.length };
  }

  private kernel(visual: readonly Sequence[]): AlignmentKernel {
    const { structureKernel, structureText, structureSmoothing } = this.settings;
    const shortest = Math.min(...visual.map(({ rows, dim }) => rows.length / dim));
    return {
      embeddings: [
        { bandwidth: bandwidth(visual), weight: 1 - structureText },
        { bandwidth: this.textBandwidth * Math.sqrt(shortest), weight: structureText },
      ],
      combine: structureKernel,
      smoothing: structureSmoothing,
    };
  }
}
