import { exactScale, numberText, positionOf } from '../axis';
import { kindLetters } from '../../domain/diagnosis';
import { line, type Mark } from '../drawing';
import type { TimelineData, TimelineSegment } from '../panelData';
import { fittingLegend, type LegendEntry } from '../legend';
import { hairline, ink, middleOffset, type Pen, smallSize, text } from '../pen';
import { verdictFoot } from './verdictFoot';
import { fittingLabel, shortened } from '../shorten';

/**
 * The qualitative timeline: pictures above, one lane of the truth, one a run below it, an axis in seconds. A wrong
 * segment has a heavy outline and a pattern at its foot, hatched or by its kind with the kind's letter, so that it is
 * told apart without colour; a truth that was missed is a dashed box.
 */
export function drawTimeline(data: TimelineData, width: number, height: number, pen: Pen): Mark[] {
  const small = smallSize(pen);
  const measure = (words: string) => pen.measure(words, pen.size);
  const names = Math.min(width * 0.3, Math.max(...data.lanes.map(({ name }) => measure(name))));
  const left = names + 6;
  const x = (seconds: number) => left + ((seconds - data.start) / (data.end - data.start)) * (width - left);
  const key = keyOfUnnamed(data, x, { width: width - left, height: height * mostOfKey }, pen);
  const axisHeight = small * 2 + key.height;
  // Pictures give way to the lanes: they are cut, and left out where nothing would be seen of them.
  const lanesNeed = data.lanes.length * pen.size * 1.5;
  const picture = pictureSize(data, width - left, height - axisHeight - lanesNeed - 5);
  const pictureHeight = picture === null ? 0 : picture.height + 5;
  const laneHeight = Math.min(
    pen.size * 2.6,
    Math.max(pen.size, (height - axisHeight - pictureHeight) / data.lanes.length),
  );
  const lanes = data.lanes.flatMap(({ name, segments }, i): Mark[] => {
    const y = pictureHeight + i * laneHeight;
    const barHeight = laneHeight * 0.78;
    return [
      text(pen, left - 6, y + barHeight / 2 + pen.size * middleOffset, shortened(name, names, measure), {
        anchor: 'end',
      }),
      { kind: 'rect', x: left, y, width: width - left, height: barHeight, fill: '#f1f3f5' },
      ...(segments ?? []).flatMap((segment) => drawSegment(segment, data, x, { y, height: barHeight }, pen)),
      ...(segments === null
        ? [text(pen, left + 4, y + barHeight / 2 + pen.size * middleOffset, 'no predictions')]
        : []),
    ];
  });
  const bottom = pictureHeight + data.lanes.length * laneHeight;
  return [
    ...drawPictures(data, left, picture),
    ...lanes,
    ...timeAxis(data, { left, right: width, y: bottom }, pen),
    { kind: 'group', x: left, y: bottom + small * 2 + keyGap, marks: key.marks },
  ];
}

/** Share of the panel that the key takes at most. */
const mostOfKey = 0.3;
const keyGap = 3;

/** A key of the classes that no segment has room to name. */
function keyOfUnnamed(data: TimelineData, x: Place, room: Size, pen: Pen): { height: number; marks: Mark[] } {
  const shown = data.lanes.flatMap(({ segments }) => segments ?? []).filter(({ verdict }) => verdict !== 'missed');
  const placed = shown.map((segment) => ({ segment, width: segmentWidth(segment, data, x) }));
  const seen = new Set(placed.flatMap(({ segment, width }) => (width > 0 ? [segment.classId] : [])));
  for (const { segment, width } of placed)
    if (namesOf(segment, width, pen).label !== null) seen.delete(segment.classId);
  const entries = [...seen].map((classId): LegendEntry => {
    const { fill, edge } = pen.lookOf(classId);
    const swatch = { width: 8, height: 6, fill, stroke: edge, lineWidth: hairline };
    return {
      name: pen.nameOf(classId),
      key: (middle, y) => [{ kind: 'rect', x: middle - 4, y: y - 3, ...swatch }],
    };
  });
  const { height, marks } = fittingLegend({ ...pen, size: smallSize(pen) }, entries, room.width, room.height);
  return { height: height === 0 ? 0 : height + keyGap, marks };
}

type Place = (seconds: number) => number;

/** In points, of what the panel shows of a segment. */
const segmentWidth = (segment: TimelineSegment, { start, end }: TimelineData, x: Place): number =>
  x(Math.min(end, segment.end)) - x(Math.max(start, segment.start));

/** What a segment of this width has room to say, and the size of it. */
function namesOf({ classId, verdict }: TimelineSegment, width: number, pen: Pen) {
  const size = pen.size - 0.5;
  const letter = verdict && width >= letterFrom ? kindLetters[verdict] : null;
  const room = width - 5 - (letter === null ? 0 : size + 3);
  return { size, letter, label: fittingLabel(pen.nameOf(classId), room, (words) => pen.measure(words, size)) };
}

interface Size {
  width: number;
  height: number;
}

/** Points below which a picture shows nothing. */
const leastPicture = 8;

/** Null where there is none, or no room. */
function pictureSize({ pictures, pictureShape }: TimelineData, room: number, most: number): Size | null {
  const width = (room - 2 * (pictures.length - 1)) / pictures.length;
  const height = Math.min(most, width / pictureShape);
  return pictures.length === 0 || height < leastPicture ? null : { width, height };
}

function drawPictures(data: TimelineData, left: number, size: Size | null): Mark[] {
  if (size === null) return [];
  return data.pictures.map((image, i): Mark => {
    const x = left + i * (size.width + 2);
    if (image === null) return { kind: 'rect', x, y: 0, ...size, fill: '#e9ecf0' };
    return { kind: 'image', x, y: 0, ...size, image };
  });
}

function drawSegment(
  segment: TimelineSegment,
  { start, end }: TimelineData,
  x: Place,
  lane: { y: number; height: number },
  pen: Pen,
): Mark[] {
  const from = x(Math.max(start, segment.start));
  const to = x(Math.min(end, segment.end));
  if (to <= from) return [];
  if (segment.verdict === 'missed') return missedBox(from, to, lane, pen);
  const look = pen.lookOf(segment.classId);
  // The outline lies inside the segment, so that neighbours do not paint over it.
  const lineWidth = !segment.wrong ? hairline : to - from < 4 ? 0.7 : 1.2;
  const box = {
    x: from + lineWidth / 2,
    y: lane.y + lineWidth / 2,
    width: Math.max(0.1, to - from - lineWidth),
    height: lane.height - lineWidth,
  };
  const foot = Math.min(3, lane.height / 4);
  const hatched = { ...box, y: box.y + box.height - foot, height: foot };
  const { size, letter, label } = namesOf(segment, to - from, pen);
  const raised = segment.wrong ? foot / 2 : 0;
  return [
    { kind: 'rect', ...box, fill: look.fill },
    ...(segment.wrong
      ? [
          { kind: 'rect', ...hatched, fill: '#ffffff' } satisfies Mark,
          ...verdictFoot(segment.verdict ?? 'confused', hatched),
        ]
      : []),
    { kind: 'rect', ...box, stroke: segment.wrong ? '#000000' : look.edge, lineWidth },
    ...(label === null
      ? []
      : [
          text(pen, from + 3, lane.y + lane.height / 2 + size * middleOffset - raised, label, {
            size,
            colour: look.ink,
          }),
        ]),
    ...(letter === null
      ? []
      : [
          text(pen, to - 3, lane.y + lane.height / 2 + size * middleOffset - raised, letter, {
            size,
            weight: 600,
            colour: look.ink,
            anchor: 'end',
          }),
        ]),
  ];
}

/** Points from which on a segment holds the letter of its verdict. */
const letterFrom = 12;

function missedBox(from: number, to: number, lane: { y: number; height: number }, pen: Pen): Mark[] {
  const box = { x: from + 0.5, y: lane.y + 0.5, width: Math.max(0.1, to - from - 1), height: lane.height - 1 };
  const size = pen.size - 0.5;
  const letter = text(pen, (from + to) / 2, lane.y + lane.height / 2 + size * middleOffset, kindLetters.missed, {
    size,
    weight: 600,
    anchor: 'middle',
  });
  return [
    { kind: 'rect', ...box, stroke: ink, lineWidth: 0.7, dash: [2, 1.5] },
    ...(to - from >= letterFrom ? [letter] : []),
  ];
}

function timeAxis(
  { start, end }: TimelineData,
  { left, right, y }: { left: number; right: number; y: number },
  pen: Pen,
): Mark[] {
  const small = smallSize(pen);
  const scale = exactScale(start, end, 6);
  return [
    line(left, y, right, y, ink),
    ...scale.ticks.flatMap((tick, i): Mark[] => {
      const x = positionOf(scale, tick, left, right);
      const words = numberText(tick, scale.digits) + (i === scale.ticks.length - 1 ? ' s' : '');
      // The last label stays inside the figure.
      const room = right - x < pen.measure(words, small) / 2;
      const label = text(pen, room ? right : x, y + 3 + small, words, {
        size: small,
        anchor: room ? 'end' : 'middle',
      });
      return [line(x, y, x, y + 2.5, ink), label];
    }),
  ];
}
