import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type FeatureSet, rowSize } from '../common/domain/featureSet';
import type { DecidedSegment } from '../common/domain/prediction';
import type { RunClass } from '../common/domain/run';
import { UserError } from '../common/errors';
import type { JobContext } from '../common/progress';
import { modelPath, modelReferences } from '../data/project/models';
import { openProject, type ProjectStore } from '../data/project/store';
import { stepPictures } from '../features/sampling';
import { asStored, type FeatureSource, sideBySide } from '../features/store';
import { OpenSegment } from '../gad/decode';
import { StreamClassifier } from '../gad/streamClassifier';
import { FrameEncoder } from '../models/vision/encoder';
import type { Pixels } from '../video/decode';
import { streamFrames } from '../video/stream';
import { LatencyCounts } from './latency';
import { openPredictor } from './retrieval/openPredictor';
import { openTrainedRun, requireOnline } from './trainedRun';

/**
 * Classifies a video while it comes: a file, a pipe or a camera. Each step is told as soon as its picture is known,
 * from what came before it, and equals what inference says of the same video. Memory does not grow with the stream.
 */
export interface StreamInput {
  /** The project's folder. */
  project: string;
  run: string;
  /** See `streamFrames`. */
  source: string | Readable;
  /** A file's frames come no faster than they are played. */
  realTime: boolean;
}

export interface StreamedStep {
  step: number;
  /** Seconds from the first frame to the step's start. */
  time: number;
  label: string;
  /** Of the label; null where the classifier has no scores. */
  probability: number | null;
  /** What was written; null for a classifier with a class head. */
  text: string | null;
  /** Milliseconds from the arrival of the frame after the step's picture, which settles it, to the answer. */
  latencyMs: number;
}

export interface StreamedSegment {
  /** Seconds from the first frame. */
  start: number;
  end: number;
  label: string;
  /** Mean probability over its steps; null where the classifier has no scores. */
  confidence: number | null;
}

export interface StreamSummary {
  run: string;
  steps: number;
  /** Seconds of the stream that were classified. */
  seconds: number;
  /** Of `latencyMs`; null where there was no step. */
  medianMs: number | null;
  percentile95Ms: number | null;
}

export interface StreamListener {
  step(step: StreamedStep): void;
  /** A decided segment, at the first step behind it. */
  segment(segment: StreamedSegment): void;
}

/**
 * Runs to the end of the stream, or until the signal ends it there.
 * @throws UserError `encoder-unknown`, `encoder-not-finite`, those of `openTrainedRun`,
 * `openPredictor` and `streamFrames`
 */
export async function streamJob(
  input: StreamInput,
  listener: StreamListener,
  context: JobContext & { signal: AbortSignal },
): Promise<StreamSummary> {
  const store = await openProject(resolve(input.project));
  const trained = await openTrainedRun(store, input.run);
  const { run, classifier } = trained;
  requireOnline(run, 'Streaming with');
  const encoder = await StepEncoder.open(store, classifier.set);
  try {
    const predictor = await openPredictor(store, trained, 1, context);
    try {
      const steps = new StreamClassifier(predictor, classifier.spec, rowSize(classifier.set));
      return await classify(input, run, steps, encoder, listener, context.signal);
    } finally {
      await predictor.dispose();
    }
  } finally {
    await encoder.dispose();
  }
}

async function classify(
  { source, realTime }: StreamInput,
  { id, rate, classes }: { id: string; rate: number; classes: readonly RunClass[] },
  classifier: StreamClassifier,
  encoder: StepEncoder,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<StreamSummary> {
  const nameOf = (index: number) => (classes[index] as RunClass).name;
  const tell = (closed: DecidedSegment | null) => {
    if (!closed) return;
    const { start, end, classId, confidence } = closed;
    listener.segment({ start: start / rate, end: end / rate, label: nameOf(classId), confidence });
  };
  const open = new OpenSegment(0);
  const latency = new LatencyCounts();
  let steps = 0;
  for await (const { step, picture, settled } of stepPictures(streamFrames(source, { realTime, signal }), rate)) {
    const { label, scores, text } = await classifier.next(await encoder.row(picture));
    const probability = scores && Math.exp(scores[label] as number);
    const latencyMs = performance.now() - settled;
    latency.add(latencyMs);
    steps = step + 1;
    tell(open.add(label, probability));
    listener.step({ step, time: step / rate, label: nameOf(label), probability, text, latencyMs });
    // Lets a signal in: a pass blocks this thread.
    await new Promise((done) => setImmediate(done));
    if (signal.aborted) break;
  }
  tell(open.close());
  return {
    run: id,
    steps,
    seconds: steps / rate,
    medianMs: latency.quantile(0.5),
    percentile95Ms: latency.quantile(0.95),
  };
}

/** Pictures into rows as they would stand in a feature set, or in several side by side. */
class StepEncoder {
  private last: { picture: Pixels; row: Float32Array } | undefined;

  private constructor(
    private readonly source: FeatureSource,
    private readonly encoders: readonly FrameEncoder[],
  ) {}

  static async open(store: ProjectStore, source: FeatureSource): Promise<StepEncoder> {
    const encoders: FrameEncoder[] = [];
    try {
      for (const set of source.parts) encoders.push(await encoderOf(store, set));
    } catch (error) {
      for (const encoder of encoders) await encoder.dispose();
      throw error;
    }
    return new StepEncoder(source, encoders);
  }

  /** `[tokens * dim]`; a picture that several steps share is encoded once. */
  async row(picture: Pixels): Promise<Float32Array> {
    if (this.last?.picture === picture) return this.last.row;
    const rows: Float32Array[] = [];
    for (const encoder of this.encoders) rows.push(asStored(await encoder.encode([encoder.prepare(picture)])));
    const row = sideBySide(rows, this.source);
    if (!row.every(Number.isFinite)) throw notFinite(this.source);
    this.last = { picture, row };
    return row;
  }

  async dispose(): Promise<void> {
    for (const encoder of this.encoders) await encoder.dispose();
  }
}

function notFinite({ encoder }: FeatureSource): UserError {
  return new UserError(
    'encoder-not-finite',
    `The encoder ${encoder} gave numbers that are not finite for a picture of the stream.`,
    'Check the mean and std in its encoder.json, or choose another encoder.',
  );
}

/** The encoder whose features the set holds, known by its file's content. */
async function encoderOf(store: ProjectStore, set: FeatureSet): Promise<FrameEncoder> {
  for (const reference of modelReferences(store)) {
    if (reference.kind !== 'encoder' || set.encoderHash === '') continue;
    const encoder = await FrameEncoder.open(modelPath(reference), 'cpu').catch((error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    });
    if (encoder?.hash === set.encoderHash) return encoder;
    await encoder?.dispose();
  }
  throw new UserError(
    'encoder-unknown',
    `Missing encoder of the feature set "${set.name}": it was made with ${set.encoder}, which is no encoder of this project.`,
    'Streaming turns pictures into features itself. Add the encoder with "gadw models", or choose a run on extracted features.',
  );
}
