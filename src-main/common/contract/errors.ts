import { z } from 'zod';
import { DiagnosisReport, DiagnosisThresholds, ErrorEvents } from '../domain/diagnosis';
import { Mark } from '../domain/mark';
import { procedure } from './procedure';

/** Segments of one side in steps, with an index in `verdicts` each. */
const JudgedSegments = z.array(
  z.object({
    start: z.int(),
    end: z.int(),
    classId: z.int(),
    verdict: z.int(),
    /** Index of the segment of the other side that it is judged by; -1: none. */
    other: z.int(),
  }),
);

/** One video as one run labelled it. */
export const VideoVerdicts = z.object({
  run: z.string(),
  rate: z.number().positive(),
  truths: JudgedSegments,
  predictions: JudgedSegments,
});
export type VideoVerdicts = z.infer<typeof VideoVerdicts>;

const thresholds = DiagnosisThresholds.prefault({});

export const errorProcedures = {
  /** Every error of a run on a split, with the sums; `against`: a second run whose verdict is told beside. */
  'errors.list': procedure(
    z.object({ run: z.string(), split: z.string(), against: z.string().nullable().default(null), thresholds }),
    z.object({ report: DiagnosisReport, events: ErrorEvents }),
  ),
  /** Verdicts of the segments of one video; runs that have not seen it are left out. */
  'errors.verdicts': procedure(
    z.object({ video: z.string(), runs: z.array(z.string()), thresholds }),
    z.array(VideoVerdicts),
  ),
  'errors.marks': procedure(z.object({}), z.array(Mark)),
  /** Changes what is said of one moment; one that says nothing is removed. */
  'errors.mark': procedure(Mark, z.array(Mark)),
} as const;
