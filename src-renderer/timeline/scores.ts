/**
 * Scores of one run on one video, fetched in chunks of steps as they come into view and kept as pictures: one pixel a
 * step and a row a class, so that zooming only stretches them.
 */
import { call } from '../client';
import { mostScoreRows } from './rows';

const chunkSteps = 2048;
/** Chunks kept; at 100 classes about 200 kB each. */
const mostChunks = 64;

interface Chunk {
  from: number;
  to: number;
  /** `[to - from, classes]`, 0 to 255. */
  values: Uint8Array;
  /** Nats a step. */
  entropy: readonly number[];
  /** Of each class over all steps. */
  sums: Float64Array;
  picture: HTMLCanvasElement | null;
}

export class ScoreTrack {
  private readonly chunks = new Map<number, Chunk | 'loading'>();
  /** Columns that are shown, top to bottom, and their class ids. */
  private rows: number[] = [];
  classIds: number[] = [];

  constructor(
    readonly run: string,
    readonly video: string,
    private readonly map: Uint8Array,
    private readonly changed: () => void,
  ) {}

  /** Class ids of the rows, top to bottom. */
  get shownClasses(): number[] {
    return this.rows.map((column) => this.classIds[column] as number);
  }

  /** Pictures that cover steps `[from, to)`, as far as they are there; the missing ones are asked for. */
  pictures(from: number, to: number, steps: number): { from: number; to: number; picture: HTMLCanvasElement }[] {
    const first = Math.max(0, from);
    this.request(first, to, steps);
    const inView: Chunk[] = [];
    for (let index = Math.floor(first / chunkSteps); index * chunkSteps < Math.min(to, steps); index++) {
      const chunk = this.chunks.get(index);
      if (chunk !== undefined && chunk !== 'loading') inView.push(chunk);
    }
    if (inView.length > 0) this.chooseRows(inView);
    return inView.map((chunk) => {
      chunk.picture ??= this.draw(chunk);
      return { from: chunk.from, to: chunk.to, picture: chunk.picture };
    });
  }

  /** Of many classes, those that are most probable in what is in view. */
  private chooseRows(chunks: readonly Chunk[]): void {
    const sums = this.classIds.map((_, column) =>
      chunks.reduce((sum, chunk) => sum + (chunk.sums[column] as number), 0),
    );
    const rows = mostProbable(sums);
    if (rows.join() === this.rows.join()) return;
    this.rows = rows;
    for (const chunk of this.chunks.values()) if (chunk !== 'loading') chunk.picture = null;
  }

  /** Probability of a class at a step; null while it is not there. */
  at(classId: number, step: number): number | null {
    const chunk = this.chunks.get(Math.floor(step / chunkSteps));
    const column = this.classIds.indexOf(classId);
    if (chunk === undefined || chunk === 'loading' || column < 0) return null;
    return (chunk.values[(step - chunk.from) * this.classIds.length + column] as number) / 255;
  }

  /** The most probable class at a step; null while it is not there: it is asked for. */
  best(step: number, steps: number): { classId: number; probability: number } | null {
    this.request(step, step + 1, steps);
    const chunk = this.chunks.get(Math.floor(step / chunkSteps));
    if (chunk === undefined || chunk === 'loading' || step >= chunk.to) return null;
    const from = (step - chunk.from) * this.classIds.length;
    let best = 0;
    for (let column = 1; column < this.classIds.length; column++) {
      if (chunk.values[from + column]! > chunk.values[from + best]!) best = column;
    }
    return { classId: this.classIds[best] as number, probability: (chunk.values[from + best] as number) / 255 };
  }

  /** Nats at each step of `[from, to)`; NaN while it is not there: it is asked for. */
  entropy(from: number, to: number, steps: number): Float64Array {
    this.request(from, to, steps);
    return Float64Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const chunk = this.chunks.get(Math.floor((from + i) / chunkSteps));
      return chunk === undefined || chunk === 'loading' ? NaN : (chunk.entropy[from + i - chunk.from] ?? NaN);
    });
  }

  /** Mean probability of a class over steps `[from, to)`; null while some are not there: they are asked for. */
  mean(classId: number, from: number, to: number, steps: number): number | null {
    this.request(from, to, steps);
    let sum = 0;
    for (let step = from; step < to; step++) {
      const probability = this.at(classId, step);
      if (probability === null) return null;
      sum += probability;
    }
    return to > from ? sum / (to - from) : null;
  }

  private request(from: number, to: number, steps: number): void {
    for (let index = Math.floor(from / chunkSteps); index * chunkSteps < Math.min(to, steps); index++) {
      if (this.chunks.has(index)) continue;
      // Without scores the strip stays empty; why a run cannot be read is said where runs are listed.
      this.load(index, steps).catch(() => undefined);
    }
  }

  private async load(index: number, steps: number): Promise<void> {
    this.chunks.set(index, 'loading');
    const from = index * chunkSteps;
    const rows = await call('runs.scores', {
      run: this.run,
      video: this.video,
      from,
      to: Math.min(from + chunkSteps, steps),
    });
    if (rows === null) return;
    const values = Uint8Array.from(atob(rows.probabilities), (letter) => letter.charCodeAt(0));
    if (this.chunks.size > mostChunks) this.chunks.clear();
    this.classIds = rows.classIds;
    const sums = sumsOf(values, rows.classIds.length);
    this.chunks.set(index, { from: rows.from, to: rows.to, values, entropy: rows.entropy, sums, picture: null });
    if (this.rows.length === 0) this.rows = mostProbable(sums);
    this.changed();
  }

  private draw({ from, to, values }: Chunk): HTMLCanvasElement {
    const picture = document.createElement('canvas');
    picture.width = Math.max(1, to - from);
    picture.height = Math.max(1, this.rows.length);
    const context = picture.getContext('2d');
    if (!context) throw new Error('internal: no 2d context');
    const image = context.createImageData(picture.width, picture.height);
    const classes = this.classIds.length;
    this.rows.forEach((column, row) => {
      for (let step = 0; step < to - from; step++) {
        const colour = 3 * (values[step * classes + column] as number);
        const at = 4 * (row * picture.width + step);
        for (let channel = 0; channel < 3; channel++) image.data[at + channel] = this.map[colour + channel] as number;
        image.data[at + 3] = 255;
      }
    });
    context.putImageData(image, 0, 0);
    return picture;
  }
}

/** Of each column. @param values `[steps, classes]` */
function sumsOf(values: Uint8Array, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  for (let i = 0; i < values.length; i++) sums[i % classes]! += values[i] as number;
  return sums;
}

/** All columns where few, else those with the greatest sums; in column order. @param sums `[classes]` */
export function mostProbable(sums: ArrayLike<number>): number[] {
  const columns = Array.from(sums, (_, column) => column);
  if (columns.length <= mostScoreRows) return columns;
  return columns
    .sort((a, b) => (sums[b] as number) - (sums[a] as number))
    .slice(0, mostScoreRows)
    .sort((a, b) => a - b);
}
