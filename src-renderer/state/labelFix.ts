/** Mending a true label from the list of errors, as an edit that can be undone. */
import type { Annotation, Segment } from '../../src-main/common/domain/annotation';
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import { inLane, laneOf } from '../../src-main/common/domain/lane';
import { overlap, type Span } from '../../src-main/common/domain/span';
import { boundaryTime, type FrameClock, nearestBoundary } from '../../src-main/common/domain/video';
import { UserError } from '../../src-main/common/errors';

/**
 * `class`: another name; `times`: other edges; `add`: a segment that was missing, into a lane;
 * `remove`: there was nothing. Seconds.
 */
export type LabelFix =
  | { kind: 'class'; classId: number }
  | ({ kind: 'times' } & Span)
  | ({ kind: 'add'; classId: number; lane: number } & Span)
  | { kind: 'remove' };

/** The true segment that a fix is about, as it is judged. Seconds from the first frame. */
export type Labelled = Span & { classId: number };

/**
 * @param clock the video's frame clock; needed where the annotation counts frames
 * @param labelled null where a segment is added
 * @throws UserError `label-gone` where the annotation has no such segment any more
 */
export function fixEdit(
  annotation: Annotation,
  clock: FrameClock | null,
  labelled: Labelled | null,
  fix: LabelFix,
  name: string,
): AnnotationEdit {
  const span = ({ start, end }: Span): Span => {
    const time = fromSeconds(annotation, clock);
    return { start: time(start), end: time(end) };
  };
  const edit = (segments: AnnotationEdit['segments']) => ({ video: annotation.video, name, segments });
  if (fix.kind === 'add') {
    const id = freeId(annotation.segments);
    return edit([
      { before: null, after: { id, ...span(fix), classId: fix.classId, origin: 'human', ...inLane(fix.lane) } },
    ]);
  }
  const found = labelled ? findSegments(annotation, clock, labelled) : [];
  if (found.length === 0) throw labelGone(annotation.video);
  return edit(
    found.map((before) => {
      if (fix.kind === 'remove') return { before, after: null };
      if (fix.kind === 'class') return { before, after: { ...before, classId: fix.classId, origin: 'human' } };
      const { start, end } = span(fix);
      // What shares time in several lanes is one true segment: it gets its edges in each of them.
      const own = found.filter((one) => laneOf(one) === laneOf(before));
      const edges = { ...(before === own[0] && { start }), ...(before === own.at(-1) && { end }) };
      return { before, after: { ...before, ...edges, origin: 'human' } };
    }),
  );
}

/** Seconds from the first frame to the annotation's timebase. */
function fromSeconds({ timebase, rate = 1 }: Annotation, clock: FrameClock | null): (seconds: number) => number {
  if (timebase === 'seconds') return (seconds) => seconds;
  if (timebase === 'steps') return (seconds) => seconds * rate;
  return (seconds) => nearestBoundary(clock as FrameClock, ((clock as FrameClock).times[0] ?? 0) + seconds);
}

function inSeconds({ timebase, rate = 1 }: Annotation, clock: FrameClock | null): (time: number) => number {
  if (timebase === 'seconds') return (time) => time;
  if (timebase === 'steps') return (time) => time / rate;
  return (frame) => boundaryTime(clock as FrameClock, frame) - ((clock as FrameClock).times[0] ?? 0);
}

/**
 * The annotated segments that make up a true one, in the order of time: of its class and mostly within it. They are
 * several where segments of one class touch.
 */
function findSegments(annotation: Annotation, clock: FrameClock | null, labelled: Labelled): Segment[] {
  const seconds = inSeconds(annotation, clock);
  const isPart = ({ start, end }: Span) => {
    const span = { start: seconds(start), end: seconds(end) };
    return (
      overlap(span, labelled) > (span.end - span.start) / 2 ||
      overlap(span, labelled) > (labelled.end - labelled.start) / 2
    );
  };
  return annotation.segments
    .filter((segment) => segment.classId === labelled.classId && isPart(segment))
    .sort((a, b) => a.start - b.start);
}

function freeId(segments: readonly Segment[]): string {
  const taken = new Set(segments.map(({ id }) => id));
  let number = segments.length + 1;
  while (taken.has(`s${number}`)) number++;
  return `s${number}`;
}

function labelGone(video: string): UserError {
  return new UserError(
    'label-gone',
    `Mending a label of ${video}: its annotation has no such segment any more.`,
    'Look at the video in Annotate.',
  );
}
