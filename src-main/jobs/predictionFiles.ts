import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PredictedSegments, type StepText } from '../common/domain/prediction';
import type { RunClass } from '../common/domain/run';
import { writeNpy } from '../data/formats/npy';
import { removeAbandoned, writeFileAtomic } from '../data/project/atomic';
import { readRecord, recordText } from '../data/project/records';
import { decidedSegments } from '../gad/decode';
import { type PredictionPaths, predictionPaths } from './runFolder';

/** What is known of one video's steps; what a run does not have is null. */
export interface VideoPrediction {
  /** `[steps]` class indices. */
  labels: Int32Array;
  /** `[steps, classes]` log-probabilities in half precision. */
  scores: Uint16Array | null;
  /** `[steps]` probability of the label. */
  confidence: Float32Array | null;
  /** `[steps, hidden]` states that decided, in half precision. */
  features: Uint16Array | null;
  texts: readonly StepText[] | null;
}

/**
 * Writes the predictions of a video, its segments last, so that a video that has segments is complete.
 * @returns the decided segments
 */
export async function writePrediction(
  runDir: string,
  split: string,
  video: string,
  { rate, classes }: { rate: number; classes: readonly RunClass[] },
  { labels, scores, confidence, features, texts }: VideoPrediction,
): Promise<PredictedSegments['segments']> {
  const paths: PredictionPaths = predictionPaths(runDir, split, video);
  const steps = labels.length;
  const ids = labels.map((index) => (classes[index] as RunClass).id);
  if (scores) await writeHalf(paths.scores, steps, scores);
  if (features) await writeHalf(paths.features, steps, features);
  if (texts) await writeFileAtomic(paths.texts, texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
  await writeNpy(paths.labels, { dtype: 'int32', shape: [steps], data: ids });
  const segments = decidedSegments(ids, (classes[0] as RunClass).id, confidence);
  await writeFileAtomic(
    paths.segments,
    recordText(PredictedSegments.parse({ version: 1, video, rate, steps, segments })),
  );
  return segments;
}

function writeHalf(path: string, steps: number, data: Uint16Array): Promise<void> {
  return writeNpy(path, { dtype: 'float16', shape: [steps, data.length / steps], data });
}

const PredictionTiming = z.object({
  version: z.literal(1),
  /** Updates of the checkpoint that predicted. */
  checkpoint: z.int().nonnegative(),
  steps: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
});
/** `predictions/<split>/timing.json`: how long the predictions of a split took, features being there. */
export type PredictionTiming = z.infer<typeof PredictionTiming>;

function timingPath(runDir: string, split: string): string {
  return join(runDir, 'predictions', split, 'timing.json');
}

/** Null where no inference has run on the split. */
export async function readTiming(runDir: string, split: string): Promise<PredictionTiming | null> {
  const path = timingPath(runDir, split);
  return (await readRecord(path, path, PredictionTiming))?.record ?? null;
}

/** Keeps how long predicting took so far. @throws those of `writeFileAtomic` */
export function writeTiming(runDir: string, split: string, timing: PredictionTiming): Promise<void> {
  return writeFileAtomic(timingPath(runDir, split), recordText(timing));
}

/** The timing so far; predictions of another checkpoint are removed and counting begins anew. */
export async function beginPredictions(runDir: string, split: string, checkpoint: number): Promise<PredictionTiming> {
  await removeAbandoned(dirname(timingPath(runDir, split)));
  const known = await readTiming(runDir, split);
  if (known?.checkpoint === checkpoint) return known;
  await rm(dirname(timingPath(runDir, split)), { recursive: true, force: true });
  return { version: 1, checkpoint, steps: 0, seconds: 0 };
}
