/** Edges of true segments under the pointer: finding them, where they snap, and what dragging one shows. */
import type { Annotation } from '../../src-main/common/domain/annotation';
import { moveEdge } from '../../src-main/common/labelling';
import { toSeconds, toX, type Viewport } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { useHandling } from '../state/handling';
import { editLabels } from '../state/history';
import { setDraft, useLabels } from '../state/labels';
import { lockedAgainst } from '../state/laneView';
import { say } from '../state/notices';
import { useProject } from '../state/project';
import { formatCount, formatNumber, formatTime } from '../ui/format';
import { showGuide } from './guide';
import { labelling, position, useHands } from './hands/hands';
import { choose, inTruth, useLanes } from './lanes';
import type { DrawnSegment } from './painters/lane';
import type { Grip } from './tools';
import { boundaryAt, inSeconds, type Tracks } from './tracks';

/** CSS pixels at either side of an edge in which it is taken, and within which a dragged edge snaps. */
const [hitPixels, snapPixels] = [6, 8];

/** The edge next to `x`; of two that touch, the one whose inside the pointer is in. @param segments of one lane */
export function gripAt(segments: readonly DrawnSegment[], view: Viewport, x: number): Omit<Grip, 'playhead'> | null {
  let best: { grip: Omit<Grip, 'playhead'>; distance: number } | null = null;
  for (const segment of segments) {
    for (const side of ['start', 'end'] as const) {
      const inside = side === 'start' ? x - toX(view, segment.start) : toX(view, segment.end) - x;
      // A pointer inside is a little nearer than one outside.
      const distance = inside >= 0 ? inside : 0.5 - inside;
      const offset = side === 'start' ? -inside : inside;
      if (distance <= hitPixels && (!best || distance < best.distance))
        best = { grip: { segment: segment.id, side, offset }, distance };
    }
  }
  return best?.grip ?? null;
}

/** Something that edges are drawn to. */
export interface Target {
  seconds: number;
  name: string;
}

/** The time at `x`, or the nearest of these where one is near. */
export function snapped(
  view: Viewport,
  x: number,
  targets: Iterable<Target>,
): { seconds: number; name: string | null } {
  let best: { seconds: number; name: string | null } = { seconds: toSeconds(view, x), name: null };
  let distance = snapPixels;
  for (const target of targets) {
    const away = Math.abs(toX(view, target.seconds) - x);
    if (away < distance) [best, distance] = [target, away];
  }
  return best;
}

/** The playhead, and edges in every lane but those of the segment that is dragged. */
function* targetsOf({ segment: dragged, playhead }: Grip): Generator<Target> {
  for (const { name: lane, segments } of useLanes.getState().lanes) {
    for (const { id, start, end, name } of segments) {
      if (id === dragged) continue;
      yield { seconds: start, name: `start of ${name}, ${lane}` };
      yield { seconds: end, name: `end of ${name}, ${lane}` };
    }
  }
  yield { seconds: playhead, name: 'playhead' };
}

/** Where a dragged edge would come to lie. @param x of the edge @param free not drawn to anything */
const reached = (view: Viewport, grip: Grip, x: number, free: boolean) =>
  snapped(view, x, free || !useHandling.getState().snapping ? [] : targetsOf(grip));

/** Shows the labels with the edge moved; the picture follows the edge. */
export function dragEdge(tracks: Tracks, view: Viewport, grip: Grip, x: number, free: boolean): void {
  const labels = useLabels.getState().known[tracks.video];
  const project = useProject.getState().project?.project;
  if (!labels || !project) return;
  const { seconds, name } = reached(view, grip, x, free);
  const before = labels.segments.find(({ id }) => id === grip.segment)?.[grip.side] ?? 0;
  const on = labelling(labels, tracks, project.singleLabel);
  const edit = moveEdge(on, grip.segment, grip.side, position(tracks, labels, seconds));
  const locked = edit && lockedAgainst(edit);
  if (locked) return say(locked);
  const at = edit?.segments[0]?.after?.[grip.side] ?? before;
  // A neighbour may have stopped it.
  const lies = inSeconds({ start: at, end: at }, labels, tracks.clock).start;
  const isThere = name !== null && position(tracks, labels, seconds) === at;
  setDraft(edit);
  showGuide({ seconds: lies, text: toldOf(tracks, labels, lies, at - before), target: isThere ? name : null });
  seekSeconds(lies);
}

/** `00:40.72  f 1018  +5 frames`. @param moved in the labels' timebase */
function toldOf(tracks: Tracks, { timebase }: Annotation, seconds: number, moved: number): string {
  const unit = timebase === 'frames' ? formatCount(Math.abs(moved), 'frame') : `${formatNumber(Math.abs(moved), 2)} s`;
  const sign = moved === 0 ? '' : moved > 0 ? '+' : '\u2212';
  const frame = tracks.clock ? `  f ${boundaryAt(tracks, seconds)}` : '';
  return `${formatTime(seconds)}${frame}  ${sign}${unit}`;
}

/** Moves the edge for good; the segment is chosen, and its edge the one that is nudged. */
export async function dropEdge(tracks: Tracks, view: Viewport, grip: Grip, x: number, free: boolean): Promise<void> {
  const { seconds } = reached(view, grip, x, free);
  const singleLabel = useProject.getState().project?.project.singleLabel ?? false;
  choose(inTruth(grip.segment));
  useHands.setState({ edge: grip.side });
  showGuide(null);
  await editLabels(tracks.video, (labels) => {
    const at = position(tracks, labels, seconds);
    return moveEdge(labelling(labels, tracks, singleLabel), grip.segment, grip.side, at);
  });
  setDraft(null);
}

/** Chooses the segment and goes to its edge, which is the one that is nudged from then on. */
export function takeEdge({ segment, side }: Grip): void {
  const chosen = inTruth(segment);
  choose(chosen);
  useHands.setState({ edge: side });
  if (chosen) seekSeconds(chosen.segment[side]);
}

/** Puts the edge back where it was. @param playhead where it stood before, in seconds; null: it has not moved */
export function letGoOfEdge(playhead: number | null): void {
  setDraft(null);
  showGuide(null);
  if (playhead !== null) seekSeconds(playhead);
}
