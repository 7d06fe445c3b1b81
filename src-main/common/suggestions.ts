/** What people make of a run's predictions: labels of their own, or nothing. Each is one edit, as in `labelling.ts`. */
import type { RejectedPrediction, Segment } from './domain/annotation';
import type { AnnotationEdit } from './domain/edit';
import { defaultLane } from './domain/lane';
import { mergeSpans, overlapped, type Span, subtractSpans } from './domain/span';
import { change, cutBack, freeParts, fresh, type Labelling, segmentsIn, shortest } from './labelling';

/** A span that a run predicts, in the labels' timebase. */
export interface Prediction extends Span {
  classId: number;
}

/**
 * Takes over what a run predicts where there is no label in the lane yet, but for predictions that mostly are labelled;
 * what a person or an import has labelled stays as it is, unless the predictions are to go over it.
 * @param freshId ids of new segments
 * @param over labels that a prediction overlaps are cut back or taken away
 */
export function acceptPredictions(
  on: Labelling,
  run: string,
  predictions: readonly Prediction[],
  freshId: () => string,
  over: boolean,
): AnnotationEdit | null {
  const labelled = byClass(on.labels.segments);
  const inside = predictions
    .map(({ classId, start, end }) => ({ classId, start: Math.max(0, start), end: Math.min(on.end, end) }))
    .filter((prediction) => !labelled.get(prediction.classId)?.some((segment) => isSame(segment, prediction)));
  const taken = mergeSpans(inTheLane(on));
  const placed = over ? inside : inside.flatMap((one) => unlabelledParts(taken, one));
  const accepted = placed.filter((span) => span.end - span.start >= shortest(on));
  const [first] = accepted;
  if (!first) return null;
  const added = accepted.map((one): Segment => fresh(on, { id: freshId(), ...one, origin: `model:${run}` }));
  const cut = over ? cutBack(on, inTheLane(on), accepted, freshId) : [];
  const edit = change(on, 'Accept', [...added.map((after) => ({ before: null, after })), ...cut]);
  return {
    ...edit,
    ...(accepted.length > 1 && { name: `Accept ${accepted.length} predictions of ${run}` }),
    ...rejectedAfter(on, (one) => !(one.run === run && predictions.some((taken) => isSame(one, taken)))),
  };
}

/**
 * A segment of a run or another annotator as a label beside those that are there, where segments may
 * overlap; else in what is free of it.
 * @param origin where it comes from, as `Origin` has it
 */
export function copySegment(
  on: Labelling,
  origin: string,
  { classId, ...span }: Prediction,
  freshId: () => string,
): AnnotationEdit | null {
  const copies = freeParts(on, span).map((part) => fresh(on, { id: freshId(), ...part, classId, origin }));
  if (copies.length === 0) return null;
  return change(
    on,
    'Copy',
    copies.map((after) => ({ before: null, after })),
  );
}

/** Puts a prediction down as wrong, or takes that back where it is. */
export function rejectPrediction(on: Labelling, run: string, prediction: Prediction): AnnotationEdit {
  const { classId, start, end } = prediction;
  const before = on.labels.rejected ?? [];
  const taken = isRejected(on.labels.rejected, run, prediction);
  const after = taken
    ? before.filter((one) => one.run !== run || !isSame(one, prediction))
    : [...before, { run, classId, start, end }];
  const name = `${taken ? 'Offer' : 'Reject'} “${on.className(classId)}” of ${run}${taken ? ' again' : ''}`;
  return { video: on.labels.video, name, segments: [], rejected: { before, after } };
}

/** Whether somebody has put this prediction of the run down as wrong. */
export function isRejected(
  rejected: readonly RejectedPrediction[] | undefined,
  run: string,
  prediction: Prediction,
): boolean {
  return rejected?.some((one) => one.run === run && isSame(one, prediction)) ?? false;
}

const isSame = (a: Prediction, b: Prediction) =>
  a.classId === b.classId && Math.abs(a.start - b.start) < 1e-6 && Math.abs(a.end - b.end) < 1e-6;

function byClass(segments: readonly Segment[]): Map<number, Segment[]> {
  const classes = new Map<number, Segment[]>();
  for (const segment of segments) {
    const own = classes.get(segment.classId);
    if (own) own.push(segment);
    else classes.set(segment.classId, [segment]);
  }
  return classes;
}

const inTheLane = (on: Labelling) => segmentsIn(on, on.lane ?? defaultLane);

/**
 * The parts of a prediction in which the lane has no label; none where most of it is labelled: they would be scraps.
 * @param taken where the lane has labels: sorted, disjoint
 */
function unlabelledParts(taken: readonly Span[], { classId, ...span }: Prediction): Prediction[] {
  const parts = subtractSpans([span], overlapped(taken, span));
  const free = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  return 2 * free < span.end - span.start ? [] : parts.map((part) => ({ classId, ...part }));
}

/** The change of the rejected predictions to those that stay; nothing where all do. */
function rejectedAfter(
  { labels }: Labelling,
  stays: (one: RejectedPrediction) => boolean,
): Pick<AnnotationEdit, 'rejected'> {
  const before = labels.rejected ?? [];
  const after = before.filter(stays);
  return after.length === before.length ? {} : { rejected: { before, after } };
}
