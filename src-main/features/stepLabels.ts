import type { Annotation } from '../common/domain/annotation';
import { acrossLanes } from '../common/domain/lane';
import type { Span } from '../common/domain/span';
import { boundaryTime, type FrameClock } from '../common/domain/video';
import { UserError } from '../common/errors';

/**
 * Truth per step. Step k of a track of rate r stands for `[k/r, (k+1)/r)` seconds from the first frame; its truth is
 * the class or classes that cover its middle, `(k + 0.5)/r`. Annotations keep their own time base; this is the one
 * place where it becomes steps.
 */
export interface StepSpan {
  /** Half-open, in steps. */
  start: number;
  end: number;
  classIndex: number;
}

export interface StepTruth {
  /** Each annotated segment that covers the middle of a step, all lanes as one, in order; may overlap. */
  spans: StepSpan[];
  /** `[steps]` one class index a step: the smallest that covers it, background where none does. */
  labels: Int32Array;
  /** `[steps]` 1 where somebody has looked; elsewhere nothing is known, and a step is neither trained nor scored. */
  reviewed: Uint8Array;
}

/** Class index of the background in every run. */
const backgroundIndex = 0;

/**
 * @param clock the video's frame clock; null where there is no video, then the annotation is in seconds or steps
 * @param rate steps a second
 * @param steps length of the track
 * @param classIndexOf class id to index in the run's class list; undefined where the list has no such class
 * @throws UserError `clock-missing`, `class-unknown`
 */
export function stepTruth(
  annotation: Annotation,
  clock: FrameClock | null,
  rate: number,
  steps: number,
  classIndexOf: (classId: number) => number | undefined,
): StepTruth {
  const toSteps = stepConverter(annotation, clock, rate, steps);
  const spans: StepSpan[] = [];
  const labels = new Int32Array(steps).fill(-1);
  for (const segment of acrossLanes(annotation.segments)) {
    const classIndex = classIndexOf(segment.classId);
    if (classIndex === undefined) throw unknownClass(annotation, segment.classId);
    const { start, end } = toSteps(segment);
    if (start >= end) continue;
    spans.push({ start, end, classIndex });
    for (let k = start; k < end; k++) {
      const label = labels[k] as number;
      if (label < 0 || classIndex < label) labels[k] = classIndex;
    }
  }
  for (let k = 0; k < steps; k++) if ((labels[k] as number) < 0) labels[k] = backgroundIndex;
  const reviewed = new Uint8Array(steps);
  for (const span of annotation.reviewed) {
    const { start, end } = toSteps(span);
    reviewed.fill(1, start, Math.max(start, end));
  }
  return { spans, labels, reviewed };
}

/**
 * Segments of known classes as positions in steps, not rounded, in the order of time.
 * @param classIndexOf class id to index; undefined leaves the segment out
 * @throws UserError `clock-missing`
 */
export function positionedSegments(
  annotation: Annotation,
  clock: FrameClock | null,
  rate: number,
  classIndexOf: (classId: number) => number | undefined,
): StepSpan[] {
  const position = positionOf(annotation, clock, rate);
  return acrossLanes(annotation.segments)
    .flatMap(({ start, end, classId }) => {
      const classIndex = classIndexOf(classId);
      return classIndex === undefined ? [] : [{ start: position(start), end: position(end), classIndex }];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The truth's labels `[steps]`, where a class that is not among the first `known` wins over every other that covers the
 * step, the smallest of several.
 */
export function labelsBeyond(truth: StepTruth, known: number): Int32Array {
  const labels = truth.labels.slice();
  for (const { start, end, classIndex } of truth.spans) {
    if (classIndex < known) continue;
    for (let k = start; k < end; k++) {
      const label = labels[k] as number;
      if (label < known || classIndex < label) labels[k] = classIndex;
    }
  }
  return labels;
}

/** Turns a span of the annotation's time base into the steps whose middles it covers, cut to the track. */
function stepConverter(annotation: Annotation, clock: FrameClock | null, rate: number, steps: number) {
  const toPosition = positionOf(annotation, clock, rate);
  const firstFrom = (time: number): number => Math.min(steps, firstStepFrom(toPosition(time)));
  return (span: Span): Span => ({ start: firstFrom(span.start), end: firstFrom(span.end) });
}

/**
 * The first step whose middle, k + 0.5, is not before a position in steps; float dust of a millionth does not count.
 */
export function firstStepFrom(position: number): number {
  return Math.max(0, Math.ceil(Math.round((position - 0.5) * 1e6) / 1e6));
}

/** Position in steps, not yet rounded, of a time in the annotation's time base. */
function positionOf(annotation: Annotation, clock: FrameClock | null, rate: number): (time: number) => number {
  if (annotation.timebase === 'seconds') return (seconds) => seconds * rate;
  if (annotation.timebase === 'steps') {
    const scale = rate / (annotation.rate ?? rate);
    return (step) => step * scale;
  }
  if (!clock) {
    throw new UserError(
      'clock-missing',
      `Missing frame times of video ${annotation.video}: its labels count frames, and the video cannot be read.`,
      'Locate the video, then try again.',
    );
  }
  const origin = clock.times[0] ?? 0;
  return (frame) => (boundaryTime(clock, frame) - origin) * rate;
}

function unknownClass(annotation: Annotation, classId: number): UserError {
  return new UserError(
    'class-unknown',
    `Invalid labels of video ${annotation.video}: class ${classId} is not in the list of classes.`,
    'Add the class to the taxonomy, or remove its segments.',
  );
}
