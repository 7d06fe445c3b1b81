/** What the strip below the list draws: lanes of segments with their verdicts. */
import type { VideoVerdicts } from '../../../src-main/common/contract/errors';
import { verdicts as verdictNames } from '../../../src-main/common/domain/diagnosis';
import type { Span } from '../../../src-main/common/domain/span';
import type { Viewport } from '../../canvas/viewport';
import type { ErrorRow } from '../../state/errorRows';
import { type JudgedSegment, letterRoom, paintVerdicts } from '../../timeline/painters/verdicts';
import { type Lane, paintSegments } from '../../timeline/painters/segments';
import type { Tracks } from '../../timeline/tracks';
import { rulerHeight } from '../../timeline/rows';
import type { ClassLook } from '../../../src-main/common/classColours';
import { isErrorKind } from '../../ui/KindLetter';
import type { Tokens } from '../../ui/theme';

export const laneHeight = 38;
const segmentHeight = 24;
const inset = 3;

interface StripLane {
  lane: Lane;
  wrong: readonly JudgedSegment[];
  /** Id of the segment that the open error is about. */
  selected: string | null;
}

/** The truth, then each run in order; the truth's levels of overlap are drawn over each other. */
export function stripLanes(
  tracks: Tracks,
  runs: readonly string[],
  verdicts: readonly VideoVerdicts[],
  row: ErrorRow,
): StripLane[] {
  const nothing: Lane = { segments: [], longest: 0 };
  const truth: StripLane = { lane: tracks.truth[0] ?? nothing, wrong: [], selected: null };
  return [
    truth,
    ...runs.map((id, index): StripLane => {
      const lane = tracks.runs.find(({ run }) => run === id)?.lane ?? nothing;
      const judged = verdicts.find(({ run }) => run === id);
      const own = index === 0 && row.predicted !== null;
      const selected = own ? lane.segments.find(({ start }) => Math.abs(start - row.start) < 1e-6) : undefined;
      return { lane, wrong: judged ? wrongSegments(judged) : [], selected: selected?.id ?? null };
    }),
  ];
}

/** Wrong predictions, and truths that were missed, in seconds. */
function wrongSegments({ rate, truths, predictions }: VideoVerdicts): JudgedSegment[] {
  const inSeconds = ({ start, end }: { start: number; end: number }) => ({ start: start / rate, end: end / rate });
  const wrong = (segments: VideoVerdicts['truths'], others: VideoVerdicts['truths']) =>
    segments.flatMap((segment): JudgedSegment[] => {
      const kind = verdictNames[segment.verdict];
      if (kind === undefined || !isErrorKind(kind)) return [];
      const other = others[segment.other];
      return [{ ...inSeconds(segment), kind, truth: other ? inSeconds(other) : null }];
    });
  const missed = wrong(truths, predictions).filter(({ kind }) => kind === 'missed');
  return [...wrong(predictions, truths), ...missed].sort((a, b) => a.start - b.start);
}

export function paintStrip(
  context: CanvasRenderingContext2D,
  lanes: readonly StripLane[],
  view: Viewport,
  look: (classId: number) => ClassLook,
  tokens: Tokens,
): void {
  lanes.forEach(({ lane, wrong, selected }, index) => {
    const top = rulerHeight + index * laneHeight;
    context.fillStyle = tokens.lane;
    context.fillRect(0, top, view.width, laneHeight);
    const box = { top: top + inset, height: segmentHeight };
    const font = `500 11px ${tokens.sans}`;
    const starts = new Set(wrong.map(({ start }) => start));
    const keptFree = (segment: Span) => (starts.has(segment.start) ? letterRoom(segment, view) : 0);
    const style = { ...box, look, font, selected, keptFree, accent: tokens.acc, text: tokens.tx };
    paintSegments(context, lane, view, style);
    paintVerdicts(context, wrong, view, { ...box, tokens });
    context.fillStyle = tokens.line;
    context.fillRect(0, top + laneHeight - 1, view.width, 1);
  });
}
