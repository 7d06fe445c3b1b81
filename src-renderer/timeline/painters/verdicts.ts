/**
 * What is wrong with a run's segments, below them: each kind of error by its own pattern and letter, so that none rests
 * on colour. A missed truth is a dashed empty box in the run's lane.
 */
import { type ErrorKind, kindLetters } from '../../../src-main/common/domain/diagnosis';
import type { Span } from '../../../src-main/common/domain/span';
import type { JudgedSegment } from '../../state/verdicts';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import { hatching, hatchHeight } from './hatching';

/** What is wrong in one lane. */
export interface JudgedLane {
  /** Ascending. */
  wrong: readonly JudgedSegment[];
  /** Where wrong segments start; there their letters stand in them. */
  starts: ReadonlySet<number>;
}

export const judgedLane = (wrong: readonly JudgedSegment[]): JudgedLane => ({
  wrong,
  starts: new Set(wrong.map(({ start }) => start)),
});

export interface VerdictStyle {
  /** Of the segments; the band lies below them. */
  top: number;
  height: number;
  tokens: Tokens;
}

const bandHeight = hatchHeight;
/** A letter stands in segments from this width on, and takes so much of it. */
const [letterFrom, letterWidth] = [26, 16];
/** Patterns can be told apart from this width on. */
const patternFrom = 6;

/** Pixels that the letter of a segment takes of it. */
export function letterRoom(segment: Span, view: Viewport): number {
  return toX(view, segment.end) - toX(view, segment.start) >= letterFrom ? letterWidth : 0;
}

type Context = CanvasRenderingContext2D;
interface Box {
  x: number;
  y: number;
  width: number;
}

/** @param segments ascending */
export function paintVerdicts(
  context: Context,
  segments: readonly JudgedSegment[],
  view: Viewport,
  { top, height, tokens }: VerdictStyle,
): void {
  context.save();
  context.strokeStyle = tokens.err;
  context.fillStyle = tokens.err;
  context.lineWidth = 1;
  const y = top + height + 2;
  const hatches = {
    confused: hatching(context, tokens.err, [1], y),
    invented: hatching(context, tokens.err, [1, -1], y),
  };
  const [bands, missed] = [new Columns(view.width), new Columns(view.width)];
  for (const segment of segments) {
    if (segment.end <= view.visible.start || segment.start >= view.visible.end) continue;
    const x = Math.round(toX(view, segment.start));
    const width = Math.max(2, Math.round(toX(view, segment.end)) - x - 1);
    if (width < patternFrom) (segment.kind === 'missed' ? missed : bands).add(x, width);
    else if (segment.kind === 'missed') paintMissed(context, { x, y: top, width }, height);
    else if (segment.kind === 'confused' || segment.kind === 'invented') {
      context.fillStyle = hatches[segment.kind];
      context.fillRect(x, y, width, bandHeight);
      context.fillStyle = tokens.err;
    } else paintBand(context, segment, { x, y, width }, view);
    if (width >= letterFrom) paintLetter(context, segment.kind, { x, y: top, width }, height, tokens);
  }
  bands.each((x, width) => context.fillRect(x, y + 2, width, 3));
  missed.each((x, width) => {
    context.fillRect(x, top, width, 2);
    context.fillRect(x, top + height - 2, width, 2);
  });
  context.restore();
}

/** Columns of pixels in which something is wrong that is too narrow for a pattern; thousands of them are a few bars. */
class Columns {
  private readonly taken: Uint8Array;

  constructor(width: number) {
    this.taken = new Uint8Array(Math.ceil(width));
  }

  add(x: number, width: number): void {
    this.taken.fill(1, Math.max(0, x), Math.max(0, x + width));
  }

  each(bar: (x: number, width: number) => void): void {
    for (let from = this.taken.indexOf(1); from >= 0; ) {
      const next = this.taken.indexOf(0, from);
      const to = next < 0 ? this.taken.length : next;
      bar(from, to - from);
      from = this.taken.indexOf(1, to);
    }
  }
}

function paintBand(context: Context, segment: JudgedSegment, box: Box, view: Viewport): void {
  const { x, y, width } = box;
  switch (segment.kind) {
    case 'boundary':
      for (const part of disputed(segment)) bracket(context, part, y, view);
      return;
    case 'fragmented':
      return dashes(context, box, [6, 4], bandHeight - 3);
    case 'duplicate':
      return dashes(context, box, [2, 4], 2);
    default:
      context.fillRect(x, y + 1, width, 1.5);
      context.fillRect(x, y + bandHeight - 2, width, 1.5);
  }
}

function dashes(context: Context, { x, y, width }: Box, pattern: number[], thickness: number): void {
  context.save();
  context.setLineDash(pattern);
  context.lineWidth = thickness;
  context.beginPath();
  context.moveTo(x, y + bandHeight / 2);
  context.lineTo(x + width, y + bandHeight / 2);
  context.stroke();
  context.restore();
}

/** The stretches that only one of truth and prediction covers. */
function disputed({ start, end, truth }: JudgedSegment): Span[] {
  if (!truth) return [];
  return [
    { start: Math.min(start, truth.start), end: Math.max(start, truth.start) },
    { start: Math.min(end, truth.end), end: Math.max(end, truth.end) },
  ].filter((part) => part.end > part.start);
}

function bracket(context: Context, { start, end }: Span, y: number, view: Viewport): void {
  const from = Math.round(toX(view, start)) + 0.5;
  const to = Math.max(from + 2, Math.round(toX(view, end)) - 0.5);
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(from, y + bandHeight - 1.5);
  context.lineTo(to, y + bandHeight - 1.5);
  context.lineTo(to, y);
  context.stroke();
}

function paintMissed(context: Context, { x, y, width }: Box, height: number): void {
  context.save();
  context.setLineDash([4, 3]);
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 3);
  context.stroke();
  context.restore();
}

function paintLetter(context: Context, kind: ErrorKind, { x, y, width }: Box, height: number, tokens: Tokens): void {
  const size = 14;
  const left = x + width - size - 5;
  const top = y + (height - size) / 2;
  context.save();
  // These stand out from every class colour in both themes.
  context.fillStyle = '#0d0f11';
  context.beginPath();
  context.roundRect(left, top, size, size, 3);
  context.fill();
  context.fillStyle = '#ffffff';
  context.font = `600 10px ${tokens.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(kindLetters[kind], left + size / 2, top + size / 2 + 0.5);
  context.restore();
}
