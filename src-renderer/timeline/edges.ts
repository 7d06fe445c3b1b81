/** Edges of true segments under the pointer: finding them, where they snap, and what dragging one shows. */
import { moveEdge } from '../../src-main/common/labelling';
import { toSeconds, toX, type Viewport } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { editLabels, setDraft, useLabels } from '../state/labels';
import { useProject } from '../state/project';
import { labelling, position, useHands } from './hands';
import { choose, useLanes } from './lanes';
import type { DrawnSegment } from './painters/segments';
import type { Grip } from './tools';
import type { Tracks } from './tracks';

/** CSS pixels at either side of an edge in which it is taken, and within which a dragged edge snaps. */
const [hitPixels, snapPixels] = [6, 8];

/** The edge next to `x`; of two that touch, the one whose inside the pointer is in. @param segments of one lane */
export function gripAt(segments: readonly DrawnSegment[], view: Viewport, x: number): Grip | null {
  let best: { grip: Grip; distance: number } | null = null;
  for (const segment of segments) {
    for (const side of ['start', 'end'] as const) {
      const inside = side === 'start' ? x - toX(view, segment.start) : toX(view, segment.end) - x;
      // A pointer inside is a little nearer than one outside.
      const distance = inside >= 0 ? inside : 0.5 - inside;
      if (distance <= hitPixels && (!best || distance < best.distance))
        best = { grip: { segment: segment.id, side }, distance };
    }
  }
  return best?.grip ?? null;
}

/** The time at `x`, drawn to the nearest of these moments where one is near. */
export function snapped(view: Viewport, x: number, moments: Iterable<number>): number {
  let [best, distance] = [toSeconds(view, x), snapPixels];
  for (const moment of moments) {
    const away = Math.abs(toX(view, moment) - x);
    if (away < distance) [best, distance] = [moment, away];
  }
  return best;
}

/** Edges in every lane but those of the segment that is dragged. */
function* otherEdges(segment: string): Generator<number> {
  for (const { segments } of useLanes.getState().lanes)
    for (const { id, start, end } of segments) if (id !== segment) yield* [start, end];
}

/** Where a dragged edge would come to lie, in seconds. @param free not drawn to other edges */
const target = (view: Viewport, grip: Grip, x: number, free: boolean) =>
  snapped(view, x, free ? [] : otherEdges(grip.segment));

/** Shows the labels with the edge moved; the picture follows the edge. */
export function dragEdge(tracks: Tracks, view: Viewport, grip: Grip, x: number, free: boolean): void {
  const labels = useLabels.getState().known[tracks.video];
  const project = useProject.getState().project?.project;
  if (!labels || !project) return;
  const seconds = target(view, grip, x, free);
  const on = labelling(labels, tracks, project.singleLabel);
  setDraft(moveEdge(on, grip.segment, grip.side, position(tracks, labels, seconds)));
  seekSeconds(seconds);
}

/** Moves the edge for good; the segment is chosen, and its edge the one that is nudged. */
export async function dropEdge(tracks: Tracks, view: Viewport, grip: Grip, x: number, free: boolean): Promise<void> {
  const seconds = target(view, grip, x, free);
  const segment = tracks.truth.flatMap((lane) => lane.segments).find(({ id }) => id === grip.segment);
  const singleLabel = useProject.getState().project?.project.singleLabel ?? false;
  if (segment) choose({ lane: 'truth', segment });
  useHands.setState({ edge: grip.side });
  await editLabels(tracks.video, (labels) => {
    const at = position(tracks, labels, seconds);
    return moveEdge(labelling(labels, tracks, singleLabel), grip.segment, grip.side, at);
  });
  setDraft(null);
}
