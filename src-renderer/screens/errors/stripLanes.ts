/** What the strip below the list draws: lanes of segments with their verdicts. */
import type { VideoVerdicts } from '../../../src-main/common/contract/errors';
import type { Span } from '../../../src-main/common/domain/span';
import type { Viewport } from '../../canvas/viewport';
import type { ErrorRow } from '../../state/errorRows';
import { wrongSegments } from '../../state/verdicts';
import { type JudgedLane, judgedLane, letterRoom, paintVerdicts } from '../../timeline/painters/verdicts';
import { type Lane, makeLane } from '../../timeline/painters/lane';
import { paintSegments } from '../../timeline/painters/segments';
import type { Tracks } from '../../timeline/tracks';
import { rulerHeight } from '../../timeline/rows';
import type { ClassLook } from '../../../src-main/common/classColours';
import type { Tokens } from '../../ui/theme';

export const laneHeight = 38;
const segmentHeight = 24;
const inset = 3;

interface StripLane {
  lane: Lane;
  judged: JudgedLane;
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
  const all = makeLane(tracks.truth.flatMap(({ segments }) => segments));
  const truth: StripLane = { lane: all, judged: judgedLane([]), selected: null };
  return [
    truth,
    ...runs.map((id, index): StripLane => {
      const lane = tracks.runs.find(({ run }) => run === id)?.lane ?? nothing;
      const found = verdicts.find(({ run }) => run === id);
      const own = index === 0 && row.predicted !== null;
      const selected = own ? lane.segments.find(({ start }) => Math.abs(start - row.start) < 1e-6) : undefined;
      return { lane, judged: judgedLane(found ? wrongSegments(found) : []), selected: selected?.id ?? null };
    }),
  ];
}

/** The lanes below each other, under the ruler. */
export function paintStrip(
  context: CanvasRenderingContext2D,
  lanes: readonly StripLane[],
  view: Viewport,
  look: (segment: { classId: number }) => ClassLook,
  tokens: Tokens,
): void {
  lanes.forEach(({ lane, judged: { wrong, starts }, selected }, index) => {
    const top = rulerHeight + index * laneHeight;
    context.fillStyle = tokens.lane;
    context.fillRect(0, top, view.width, laneHeight);
    const box = { top: top + inset, height: segmentHeight };
    const font = `500 11px ${tokens.sans}`;
    const keptFree = (segment: Span) => (starts.has(segment.start) ? letterRoom(segment, view) : 0);
    const style = { ...box, look, font, selected, keptFree, accent: tokens.acc, text: tokens.tx };
    paintSegments(context, lane, view, style);
    paintVerdicts(context, wrong, view, { ...box, tokens });
    context.fillStyle = tokens.line;
    context.fillRect(0, top + laneHeight - 1, view.width, 1);
  });
}
