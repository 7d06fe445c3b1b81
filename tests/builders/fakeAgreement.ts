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
  'agreement.remove': async () => ({}),
  'agreement.restore': async () => ({}),
  'agreement.settle': async () => ({}),
};

export const noReview: Pick<Handlers, Extract<keyof Handlers, `review.${string}`>> = {
  'review.queue': async ({ run }) => ({ run, items: [], settled: 0, open: 0, notes: [] }),
  'review.record': async () => ({}),
  'review.gain': async ({ run, split }) => ({
    run,
    split,
    accepted: 0,
    rejected: 0,
    reviewed: 0,
    after: null,
    scores: null,
    more: null,
    sentences: [],
  }),
};
