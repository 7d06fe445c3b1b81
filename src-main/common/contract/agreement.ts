import { z } from 'zod';
import { AgreementReport, Annotator, AnnotatorLabels, DisagreementList, Settled } from '../domain/agreement';
import { procedure } from './procedure';

const OneAnnotator = z.object({ annotator: z.string().min(1) });

export const agreementProcedures = {
  /** The annotators whose labels were imported beside the project's own. */
  'agreement.annotators': procedure(z.object({}), z.array(Annotator)),
  /** Their labels of one video. */
  'agreement.labels': procedure(z.object({ video: z.string() }), z.array(AnnotatorLabels)),
  'agreement.report': procedure(OneAnnotator, AgreementReport),
  /** @param frames edges further apart than this are a disagreement */
  'agreement.list': procedure(OneAnnotator.extend({ frames: z.int().nonnegative().default(5) }), DisagreementList),
  /** Takes an annotator out of the project; the labels are laid aside in its folder. */
  'agreement.remove': procedure(OneAnnotator, z.object({})),
  /** Brings back what was removed of an annotator last. */
  'agreement.restore': procedure(OneAnnotator, z.object({})),
  /** Says what became of a disagreement, or, with null, that it is open again. */
  'agreement.settle': procedure(Settled.extend({ kept: Settled.shape.kept.nullable() }), z.object({})),
} as const;
