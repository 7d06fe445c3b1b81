/** A segment of the truth carried up or down into another lane; it is shown there until it is dropped. */
import type { Lane } from '../../src-main/common/domain/lane';
import { changeLane } from '../../src-main/common/labelling';
import { editLabels } from '../state/history';
import { setDraft, useLabels } from '../state/labels';
import { lockedAgainst } from '../state/laneView';
import { say } from '../state/notices';
import { labelling } from './hands/hands';
import { choose, inTruth } from './lanes';
import type { DrawnSegment } from './painters/lane';
import { type Row, rowAt } from './rows';
import type { Tracks } from './tracks';

/** The segment that can be carried from here: of the truth, where it has several lanes. */
export const carriedFrom = (tracks: Tracks, row: Row | null, segment: DrawnSegment | null): string | null =>
  tracks.lanes.length > 1 && row?.kind === 'truth' ? (segment?.id ?? null) : null;

const laneAt = ({ lanes }: Tracks, rows: readonly Row[], y: number): Lane | undefined =>
  lanes.find(({ id }) => id === rowAt(rows, y)?.lane);

/** Shows the labels with the segment in the lane at this height, where there is one. */
export function carry(tracks: Tracks, rows: readonly Row[], id: string, y: number): void {
  const labels = useLabels.getState().known[tracks.video];
  const lane = laneAt(tracks, rows, y);
  const edit = labels && lane ? changeLane(labelling(labels, tracks, false), id, lane) : null;
  const locked = edit && lockedAgainst(edit);
  if (locked) say(locked);
  setDraft(locked ? null : edit);
}

/** Puts it there for good, and chooses it. */
export async function putDown(tracks: Tracks, rows: readonly Row[], id: string, y: number): Promise<void> {
  const lane = laneAt(tracks, rows, y);
  if (lane) await editLabels(tracks.video, (labels) => changeLane(labelling(labels, tracks, false), id, lane));
  setDraft(null);
  choose(inTruth(id));
}
