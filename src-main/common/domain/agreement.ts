import { z } from 'zod';
import { Annotation } from './annotation';
import { Span } from './span';
import { ScoreInterval } from './statistics';

/** How two annotators' labels of a moment differ; the rule is `analysis/agreement/disagreements.ts`. */
export const disagreementKinds = ['missing there', 'missing here', 'class', 'edges'] as const;
export type DisagreementKind = (typeof disagreementKinds)[number];

export const disagreementTitles: Record<DisagreementKind, string> = {
  'missing there': 'Only in yours',
  'missing here': 'Only in theirs',
  class: 'Other class',
  edges: 'Edges apart',
};

/** A segment of one of the two; seconds from the first frame. */
const OneSegment = Span.extend({ id: z.string(), classId: z.int() });

/** A place where two annotators differ. Seconds from the first frame. */
export const Disagreement = z.object({
  /** The same as long as neither of the two segments changes. */
  key: z.string(),
  video: z.string(),
  kind: z.enum(disagreementKinds),
  /** From the first to the last edge of the two. */
  span: Span,
  /** Seconds that are labelled differently. */
  size: z.number(),
  mine: OneSegment.nullable(),
  theirs: OneSegment.nullable(),
  /** Where their segment lies as a whole; an edge that neither could see is yours. Null where they have none. */
  taken: Span.nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;

/** What became of a disagreement. */
export const Settled = z.object({ annotator: z.string(), key: z.string(), kept: z.enum(['mine', 'theirs']) });
export type Settled = z.infer<typeof Settled>;

/** `agreement.json` of a project. */
export const SettledList = z.object({ version: z.literal(1), settled: z.array(Settled) });
export type SettledList = z.infer<typeof SettledList>;

/** The open ones, the largest first. */
export const DisagreementList = z.object({
  annotator: z.string(),
  open: z.array(Disagreement),
  settled: z.int(),
  notes: z.array(z.string()),
});
export type DisagreementList = z.infer<typeof DisagreementList>;

const Quartiles = z.object({ low: z.number(), median: z.number(), high: z.number() });

/** How far edges of matched segments lie apart, theirs less yours. */
export const EdgeSpread = z.object({
  pairs: z.int(),
  frames: Quartiles,
  seconds: Quartiles,
  /** Share of the pairs that are at most so many frames apart, in percent. */
  within: z.array(z.object({ frames: z.int(), share: z.number() })),
});
export type EdgeSpread = z.infer<typeof EdgeSpread>;

/** Segment F1 at a threshold of intersection over union, by whose labels count as the truth; in percent. */
const RoleScores = z.object({ iou: z.number(), mine: ScoreInterval.nullable(), theirs: ScoreInterval.nullable() });

const Part = z.object({
  /** Segments of each. */
  mine: z.int(),
  theirs: z.int(),
  /** By threshold, yours as the truth; null is 0/0. */
  segmentF1: z.array(z.number().nullable()),
  kappa: z.number().nullable(),
});

/** How far two annotators agree, on what both have looked at. Definitions: docs/agreement.md. */
export const AgreementReport = z.object({
  annotator: z.string(),
  frames: z.int(),
  seconds: z.number(),
  segments: z.object({ mine: z.int(), theirs: z.int() }),
  /** Share of the frames with the same label, in percent. */
  frameAgreement: ScoreInterval.nullable(),
  /** Cohen's kappa of the frames' labels, the background one of them. */
  kappa: ScoreInterval.nullable(),
  segmentF1: z.array(RoleScores),
  edges: z.object({ start: EdgeSpread.nullable(), end: EdgeSpread.nullable() }),
  /** Kappa of a class: it or anything else. */
  classes: z.array(Part.extend({ classId: z.int() })),
  videos: z.array(Part.extend({ video: z.string(), seconds: z.number(), frameAgreement: z.number().nullable() })),
  /** What was left out, and why a number is missing; sentences. */
  notes: z.array(z.string()),
});
export type AgreementReport = z.infer<typeof AgreementReport>;

/** An annotator whose labels are kept beside the project's own. */
export const Annotator = z.object({ name: z.string(), videos: z.array(z.string()) });
export type Annotator = z.infer<typeof Annotator>;

export const AnnotatorLabels = z.object({ name: z.string(), labels: Annotation });
export type AnnotatorLabels = z.infer<typeof AnnotatorLabels>;
