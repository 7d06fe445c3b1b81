import type { Annotation, Segment } from './domain/annotation';
import type { AnnotationEdit } from './domain/edit';
import { defaultLane, inLane, type Lane, laneOf } from './domain/lane';
import { mergeSpans, overlap, overlapped, type Span, subtractSpans } from './domain/span';
import { movedTo } from './laneEditing';

/**
 * What hands do to labels, each as one edit that can be undone by its name. Positions are in the labels' timebase:
 * frame boundaries where the video has a clock. A segment that a person changes counts as that person's from then on.
 * Null means that there is nothing to do.
 */
export interface Labelling {
  labels: Annotation;
  /** Where the video ends. */
  end: number;
  /** Segments must not overlap: edges stop at their neighbours. */
  singleLabel: boolean;
  /** Id of the lane that new segments go to; absent: the default lane. */
  lane?: number;
  className: (classId: number) => string;
}

export type Side = 'start' | 'end';

/** The shortest segment: a frame, or a hundredth of a second where there are none. */
export const shortest = ({ labels }: Labelling) => (labels.timebase === 'seconds' ? 0.01 : 1);

/** A new segment; where segments must not overlap, the first free part of the span. @param id a fresh one */
export function addSegment(on: Labelling, span: Span, classId: number, id: string): AnnotationEdit | null {
  const free = freeParts(on, span)[0];
  if (!free) return null;
  return change(on, 'Add', [{ before: null, after: fresh(on, { id, ...free, classId, origin: 'human' }) }]);
}

/**
 * New segments wherever the span is free, or one over all of it where segments may overlap.
 * @param freshId ids of them
 */
export function paintSpan(on: Labelling, span: Span, classId: number, freshId: () => string): AnnotationEdit | null {
  const painted = freeParts(on, span).map((part) => fresh(on, { id: freshId(), ...part, classId, origin: 'human' }));
  if (painted.length === 0) return null;
  return change(
    on,
    'Add',
    painted.map((after) => ({ before: null, after })),
  );
}

/** A new segment in the lane that these go to. */
export const fresh = ({ lane = defaultLane }: Labelling, segment: Segment): Segment => ({
  ...segment,
  ...inLane(lane),
});

/** The parts of a span in which a segment may come to lie; all of it where segments may overlap. */
export function freeParts(on: Labelling, span: Span): Span[] {
  const inside = { start: Math.max(0, span.start), end: Math.min(on.end, span.end) };
  const parts = on.singleLabel ? subtractSpans([inside], on.labels.segments) : [inside];
  return parts.filter(({ start, end }) => end - start >= shortest(on));
}

/** Segments without what lies under these spans; one that they divide goes on as several, the first with its id. */
export function cutBack(
  on: Labelling,
  segments: readonly Segment[],
  spans: readonly Span[],
  freshId: () => string,
): AnnotationEdit['segments'] {
  const taken = mergeSpans(spans);
  const under = (segment: Segment) => overlapped(taken, segment).filter((span) => overlap(span, segment) > 0);
  const touched = segments.filter((segment) => under(segment).length > 0);
  return touched.flatMap((before) => {
    const left = subtractSpans([before], under(before)).filter(({ start, end }) => end - start >= shortest(on));
    const [first, ...more] = left.map(
      (part, i): Segment => ({ ...before, ...part, id: i === 0 ? before.id : freshId(), origin: 'human' }),
    );
    return [{ before, after: first ?? null }, ...more.map((after) => ({ before: null, after }))];
  });
}

/** Takes a segment away. @param id of the segment */
export function removeSegment(on: Labelling, id: string): AnnotationEdit | null {
  const segment = find(on, id);
  return segment && change(on, 'Delete', [{ before: segment, after: null }]);
}

/** Gives a segment another class. @param id of the segment */
export function relabel(on: Labelling, id: string, classId: number): AnnotationEdit | null {
  const segment = find(on, id);
  if (!segment || segment.classId === classId) return null;
  const name = `Call ${quoted(on, segment)} “${on.className(classId)}”`;
  return { ...change(on, '', [{ before: segment, after: { ...segment, classId, origin: 'human' } }]), name };
}

/** @param note '' takes it away */
export function annotate(on: Labelling, id: string, note: string): AnnotationEdit | null {
  const segment = find(on, id);
  if (!segment || (segment.note ?? '') === note) return null;
  const { note: _, ...without } = segment;
  return change(on, 'Note on', [{ before: segment, after: note === '' ? without : { ...segment, note } }]);
}

/** Moves an edge as far as the other edge, the video and, where they must not overlap, the neighbours allow. */
export function moveEdge(on: Labelling, id: string, side: Side, to: number): AnnotationEdit | null {
  const segment = find(on, id);
  if (!segment) return null;
  const room = roomOf(on, segment);
  const least = shortest(on);
  const at =
    side === 'start'
      ? Math.min(Math.max(to, room.start), segment.end - least)
      : Math.max(Math.min(to, room.end), segment.start + least);
  if (at === segment[side]) return null;
  return change(on, 'Move edge of', [{ before: segment, after: { ...segment, [side]: at, origin: 'human' } }]);
}

/** Moves an edge to where the next segment begins or the one before ends, or to the end of the video. */
export function extendToNeighbour(on: Labelling, id: string, side: Side): AnnotationEdit | null {
  const segment = find(on, id);
  return segment && moveEdge(on, id, side, neighbourEdge(on, segment, side));
}

/** Lets the segment before a gap in a lane go on to the one behind it. */
export function fillGap(on: Labelling, at: number): AnnotationEdit | null {
  const segments = segmentsIn(on, on.lane ?? defaultLane);
  if (segments.some(({ start, end }) => start <= at && at < end)) return null;
  const before = segments.filter(({ end }) => end <= at).sort((a, b) => b.end - a.end)[0];
  return before ? extendToNeighbour(on, before.id, 'end') : null;
}

/** @param newId of the later part */
export function splitSegment(on: Labelling, id: string, at: number, newId: string): AnnotationEdit | null {
  const segment = find(on, id);
  const least = shortest(on);
  if (!segment || at < segment.start + least || at > segment.end - least) return null;
  const part: Segment = { ...segment, origin: 'human' };
  return change(on, 'Split', [
    { before: segment, after: { ...part, end: at } },
    { before: null, after: { ...part, id: newId, start: at } },
  ]);
}

/**
 * One segment from the first's start to the last's end, its neighbour in the lane, of its own class; it keeps its id.
 */
export function mergeSegments(on: Labelling, id: string, by: 1 | -1): AnnotationEdit | null {
  const segment = find(on, id);
  const lane = segment ? segmentsIn(on, laneOf(segment)) : [];
  const other = lane[lane.findIndex((one) => one.id === id) + by];
  if (!segment || !other) return null;
  const span = { start: Math.min(segment.start, other.start), end: Math.max(segment.end, other.end) };
  return change(on, `Merge ${quoted(on, other)} with`, [
    { before: segment, after: { ...segment, ...span, origin: 'human' } },
    { before: other, after: null },
  ]);
}

/** Puts a segment into another lane. */
export function changeLane(on: Labelling, id: string, { id: lane, name }: Lane): AnnotationEdit | null {
  const segment = find(on, id);
  if (!segment || laneOf(segment) === lane) return null;
  const after = { ...movedTo(segment, lane), origin: 'human' };
  return { ...change(on, 'Move', [{ before: segment, after }]), name: `Move ${quoted(on, segment)} to lane “${name}”` };
}

/** Copies a segment into another lane, unless it has the very same there. @param newId of the copy */
export function copyToLane(on: Labelling, id: string, lane: Lane, newId: string): AnnotationEdit | null {
  const segment = find(on, id);
  if (!segment || laneOf(segment) === lane.id) return null;
  const { start, end, classId } = segment;
  const same = (one: Segment) => one.start === start && one.end === end && one.classId === classId;
  if (segmentsIn(on, lane.id).some(same)) return null;
  const after = { ...movedTo(segment, lane.id), id: newId, origin: 'human' };
  return {
    ...change(on, 'Copy', [{ before: null, after }]),
    name: `Copy ${quoted(on, segment)} to lane “${lane.name}”`,
  };
}

/** Says of a span that somebody has looked at it, or takes that back. */
export function review({ labels, end }: Labelling, span: Span, reviewed: boolean): AnnotationEdit | null {
  const inside = { start: Math.max(0, span.start), end: Math.min(end, span.end) };
  const before = labels.reviewed;
  const after = reviewed ? mergeSpans([...before, inside]) : subtractSpans(before, [inside]);
  if (JSON.stringify(after) === JSON.stringify(before)) return null;
  const name = reviewed ? 'Mark as reviewed' : 'Mark as not reviewed';
  return { video: labels.video, name, segments: [], reviewed: { before, after } };
}

/** @param words before the class of the first segment */
export function change(on: Labelling, words: string, segments: AnnotationEdit['segments']): AnnotationEdit {
  const { before, after } = segments[0] as AnnotationEdit['segments'][number];
  return { video: on.labels.video, name: `${words} ${quoted(on, (before ?? after) as Segment)}`, segments };
}

const quoted = ({ className }: Labelling, { classId }: Segment) => `“${className(classId)}”`;

/** The segments of a lane. */
export const segmentsIn = ({ labels }: Labelling, lane: number) =>
  labels.segments.filter((one) => laneOf(one) === lane);

const find = ({ labels }: Labelling, id: string) => labels.segments.find((segment) => segment.id === id) ?? null;

function roomOf(on: Labelling, segment: Segment): Span {
  if (!on.singleLabel) return { start: 0, end: on.end };
  return { start: neighbourEdge(on, segment, 'start'), end: neighbourEdge(on, segment, 'end') };
}

/** The nearest edge of another segment of the lane beyond this one's, else the video's. */
function neighbourEdge(on: Labelling, { id, ...own }: Segment, side: Side): number {
  const others = segmentsIn(on, laneOf(own)).filter((segment) => segment.id !== id);
  return side === 'end'
    ? Math.min(on.end, ...others.map(({ start }) => start).filter((start) => start >= own.end))
    : Math.max(0, ...others.map((other) => other.end).filter((edge) => edge <= own.start));
}
