import { basename } from 'node:path';
import { rowSize } from '../common/domain/featureSet';
import type { Span } from '../common/domain/span';
import type { FrameClock } from '../common/domain/video';
import { UserError } from '../common/errors';
import { decodeFrames, type Picture } from '../video/decode';
import { stepFrames } from './sampling';

/** What features need of an encoder. */
export interface PictureEncoder {
  readonly name: string;
  /** Numbers a visual token, and visual tokens a picture. */
  readonly dim: number;
  readonly tokens: number;
  prepare(picture: Picture): Float32Array;
  /** Features `[inputs.length, tokens, dim]`. */
  encode(inputs: readonly Float32Array[]): Promise<Float32Array>;
}

export interface EncodedSteps {
  /** `[steps, tokens * dim]` */
  rows: Float32Array;
  /** Stretches of the sampled frames that could not be decoded, in frames of the clock. */
  gaps: Span[];
}

/** Pictures a run of the encoder: enough for a graphics card, and small enough that decoding goes on meanwhile. */
const batchSize = 8;

/**
 * A row of features for every step of a video. A frame that several steps share is encoded once; where frames cannot be
 * decoded the picture before them stands in (at the beginning the one after them), as a player shows it.
 * @param onSteps called after each batch with the steps done so far; may throw to stop
 * @throws UserError `video-undecodable`, `encoder-not-finite`, and those of `decodeFrames`
 */
export async function encodeSteps(
  path: string,
  clock: FrameClock,
  rate: number,
  encoder: PictureEncoder,
  onSteps: (done: number) => void,
): Promise<EncodedSteps> {
  const frames = stepFrames(clock, rate);
  const size = rowSize(encoder);
  const rows = new StepRows(frames, size);
  for await (const batch of ahead(preparedBatches(path, clock, frames, encoder))) {
    const features = await encoder.encode(batch.map((one) => one.input));
    batch.forEach(({ index }, i) => {
      const row = features.subarray(i * size, (i + 1) * size);
      if (!row.every(Number.isFinite)) throw notFinite(encoder, path, index);
      rows.place(index, row);
    });
    onSteps(rows.filled);
  }
  if (rows.filled === 0 && frames.length > 0) throw undecodable(path);
  rows.finish();
  return { rows: rows.values, gaps: rows.gaps };
}

/** Rows in the order of steps, filled as encoded frames arrive in the order of time. */
class StepRows {
  readonly values: Float32Array;
  readonly gaps: Span[] = [];
  /** Steps that have their row. */
  filled = 0;

  constructor(
    private readonly frames: Int32Array,
    private readonly size: number,
  ) {
    this.values = new Float32Array(frames.length * size);
  }

  place(index: number, row: Float32Array): void {
    while (this.filled < this.frames.length && this.frames[this.filled]! <= index) {
      const own = this.frames[this.filled] === index;
      if (!own) this.noteGap();
      this.values.set(own || this.filled === 0 ? row : this.rowBefore(), this.filled * this.size);
      this.filled++;
    }
  }

  /** The steps that are left, whose frames did not come. */
  finish(): void {
    for (; this.filled < this.frames.length; this.filled++) {
      this.noteGap();
      this.values.set(this.rowBefore(), this.filled * this.size);
    }
  }

  private rowBefore(): Float32Array {
    return this.values.subarray((this.filled - 1) * this.size, this.filled * this.size);
  }

  private noteGap(): void {
    const frame = this.frames[this.filled]!;
    const last = this.gaps[this.gaps.length - 1];
    if (last && this.filled > 0 && last.end === this.frames[this.filled - 1]! + 1) last.end = frame + 1;
    else this.gaps.push({ start: frame, end: frame + 1 });
  }
}

interface Prepared {
  index: number;
  input: Float32Array;
}

async function* preparedBatches(
  path: string,
  clock: FrameClock,
  frames: Int32Array,
  encoder: PictureEncoder,
): AsyncGenerator<Prepared[]> {
  let batch: Prepared[] = [];
  for await (const picture of decodeFrames(path, { clock, frames: [...new Set(frames)] })) {
    batch.push({ index: picture.index, input: encoder.prepare(picture) });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The same items, the next one always under way while one is worked on. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      next.catch(() => undefined); // told when it is awaited
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return(undefined);
  }
}

function undecodable(path: string): UserError {
  return new UserError(
    'video-undecodable',
    `None of the frames of "${basename(path)}" could be decoded.`,
    'Copy or download the video again, or convert it to H.264 in MP4.',
  );
}

function notFinite(encoder: PictureEncoder, path: string, frame: number): UserError {
  return new UserError(
    'encoder-not-finite',
    `The encoder ${encoder.name} gave numbers that are not finite for frame ${frame} of "${basename(path)}".`,
    'Check the mean and std in its encoder.json, or choose another encoder.',
  );
}
