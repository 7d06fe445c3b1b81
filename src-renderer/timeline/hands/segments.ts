/** The chosen segment by keys: its edges, its parts, its neighbours, its note. */
import {
  annotate,
  changeLane,
  copyToLane,
  extendToNeighbour,
  fillGap,
  mergeSegments,
  moveEdge,
  removeSegment,
  type Side,
  splitSegment,
} from '../../../src-main/common/labelling';
import type { Lane } from '../../../src-main/common/domain/lane';
import { useLabels } from '../../state/labels';
import { useLanes } from '../lanes';
import { chosenTruth, edit, endAt, freshId, onChosen, playhead, position, useHands } from './hands';

/** Sets an edge of the chosen segment to the playhead. */
export function setEdgeHere(side: Side): Promise<void> {
  const { tracks } = useLanes.getState();
  return setEdge(side, tracks && side === 'end' ? endAt(tracks, playhead()) : playhead());
}

/**
 * Sets an edge of the chosen segment; it is the one that is nudged from then on.
 * @param seconds from the first frame
 */
export function setEdge(side: Side, seconds: number): Promise<void> {
  useHands.setState({ edge: side });
  return onChosen((on, id, tracks) => moveEdge(on, id, side, position(tracks, on.labels, seconds)));
}

/** Moves the active edge by frames; labels without frames move by hundredths of a second. */
export function nudge(by: number): Promise<void> {
  const { edge } = useHands.getState();
  return onChosen((on, id) => {
    const at = on.labels.segments.find((segment) => segment.id === id)?.[edge];
    const unit = on.labels.timebase === 'seconds' ? 0.01 : 1;
    return at === undefined ? null : moveEdge(on, id, edge, at + by * unit);
  });
}

/** @param note '' takes it away */
export async function noteOn(note: string): Promise<void> {
  const { tracks } = useLanes.getState();
  const id = chosenTruth();
  const known = tracks && useLabels.getState().known[tracks.video];
  const before = known?.segments.find((segment) => segment.id === id)?.note ?? '';
  if (id !== null && note !== before) await edit((on) => annotate(on, id, note));
}

export const setActiveEdge = (edge: Side): void => useHands.setState({ edge });
export const extend = (side: Side): Promise<void> => onChosen((on, id) => extendToNeighbour(on, id, side));
export const merge = (by: 1 | -1): Promise<void> => onChosen((on, id) => mergeSegments(on, id, by));
export const remove = (): Promise<void> => onChosen(removeSegment);

/** Cuts the chosen segment at the playhead. */
export function splitHere(): Promise<void> {
  const [seconds, id] = [playhead(), freshId()];
  return onChosen((on, chosen, tracks) => splitSegment(on, chosen, position(tracks, on.labels, seconds), id));
}

/** Lets the segment before the gap at the playhead go on to its end. */
export function fillGapHere(): Promise<void> {
  const seconds = playhead();
  return edit((on, tracks) => fillGap(on, position(tracks, on.labels, seconds)));
}

/** The lane below that of the chosen segment of the truth, behind the last the first; null where there is no other. */
export function nextLane(): Lane | null {
  const { tracks, labelled } = useLanes.getState();
  const lanes = tracks?.lanes ?? [];
  if (lanes.length < 2 || chosenTruth() === null) return null;
  return lanes[(lanes.findIndex(({ id }) => id === labelled) + 1) % lanes.length] ?? null;
}

/** Copies the chosen segment to `nextLane`. */
export function copyToNextLane(): Promise<void> {
  const [lane, copy] = [nextLane(), freshId()];
  return lane ? onChosen((on, id) => copyToLane(on, id, lane, copy)) : Promise.resolve();
}

export const moveToLane = (lane: Lane | null): Promise<void> =>
  lane ? onChosen((on, id) => changeLane(on, id, lane)) : Promise.resolve();
