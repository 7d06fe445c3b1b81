import { z } from 'zod';
import { ForgettingReport } from '../domain/forgetting';
import { OpenSetReport } from '../domain/openSet';
import { DecidedSegment } from '../domain/prediction';
import { SplitName } from '../domain/project';
import { Report } from '../domain/report';
import { Run, RunEvent } from '../domain/run';
import { procedure } from './procedure';
import { ImportResult } from './project';

export const RunSummary = Run.extend({
  bytes: z.number(),
  /** Reports by split name. */
  reports: z.record(z.string(), Report),
  /** By split, why its reports are not what would be measured now; no entry where they are. */
  outdated: z.record(z.string(), z.string()),
  /** How it meets unknown classes, by split name; only where that was measured, as what follows. */
  openSet: z.record(z.string(), OpenSetReport),
  forgetting: ForgettingReport.nullable(),
  /** Splits (or "chosen") that have predictions. */
  predicted: z.array(z.string()),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Decided segments of one run on one video; `segments` is null where the run has not seen the video. */
export const RunLane = z.object({
  run: z.string(),
  rate: z.number(),
  steps: z.int(),
  hasScores: z.boolean(),
  segments: z.array(DecidedSegment).nullable(),
});
export type RunLane = z.infer<typeof RunLane>;

/** Probabilities as bytes (0 to 255 for 0 to 1), row major `[to - from, classes]`, base64. */
export const ScoreRows = z.object({
  from: z.int(),
  to: z.int(),
  classIds: z.array(z.int()),
  probabilities: z.string(),
  /** Of each step over all classes, in nats. */
  entropy: z.array(z.number()),
});
export type ScoreRows = z.infer<typeof ScoreRows>;

export const ClassProbability = z.object({ classId: z.int(), probability: z.number() });
export type ClassProbability = z.infer<typeof ClassProbability>;

export const StepReadout = z.object({
  run: z.string(),
  step: z.int(),
  /** Most probable first; empty for runs without scores. */
  top: z.array(ClassProbability),
  decided: z.int().nullable(),
  entropy: z.number().nullable(),
  text: z.string().nullable(),
  distance: z.int().nullable(),
});
export type StepReadout = z.infer<typeof StepReadout>;

const RunId = z.object({ run: z.string() });

export const runProcedures = {
  'runs.list': procedure(z.object({}), z.array(RunSummary)),
  'runs.events': procedure(
    RunId.extend({ from: z.int().nonnegative() }),
    z.object({ events: z.array(RunEvent), next: z.int() }),
  ),
  'runs.rename': procedure(RunId.extend({ name: z.string().min(1) }), z.array(RunSummary)),
  'runs.delete': procedure(RunId, z.array(RunSummary)),
  'runs.lanes': procedure(z.object({ video: z.string() }), z.array(RunLane)),
  'runs.scores': procedure(RunId.extend({ video: z.string(), from: z.int(), to: z.int() }), ScoreRows.nullable()),
  'runs.readout': procedure(z.object({ video: z.string(), seconds: z.number() }), z.array(StepReadout)),
  /**
   * Mean probabilities of a run over a stretch in seconds, the five greatest first; empty where it has no scores there.
   */
  'runs.opinion': procedure(
    RunId.extend({ video: z.string(), start: z.number(), end: z.number() }),
    z.array(ClassProbability),
  ),
  'runs.importPredictions': procedure(
    z.object({
      files: z.array(z.string()).min(1),
      name: z.string(),
      split: SplitName,
      rate: z.number().positive().optional(),
      keepValid: z.boolean(),
    }),
    ImportResult,
  ),
} as const;
