/** A program whose project has no labels but its own, for unit tests of the page. */
import type { Handlers } from '../../src-main/common/contract';

export const noAnnotators: Pick<Handlers, Extract<keyof Handlers, `agreement.${string}`>> = {
  'agreement.annotators': async () => [],
  'agreement.labels': async () => [],
  'agreement.report': async ({ annotator }) => ({
    annotator,
    frames: 0,
    seconds: 0,
    segments: { mine: 0, theirs: 0 },
    frameAgreement: null,
    kappa: null,
    segmentF1: [],
    edges: { start: null, end: null },
    classes: [],
    videos: [],
    notes: [],
  }),
  'agreement.list': async ({ annotator }) => ({ annotator, open: [], settled: 0, notes: [] }),
  'agreement.settle': async () => ({}),
};
