/** Rows of the timeline moved, by their heads, by keys and from the palette. */
import { lanesOf } from '../../src-main/common/domain/lane';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { moveLane } from '../../src-main/common/laneEditing';
import { editClasses } from '../state/history';
import { setOrder } from '../state/laneView';
import { raise, say } from '../state/notices';
import { keyOfLane, useLanes } from './lanes';
import type { Row } from './rows';

/** The row that keys act on. */
export const currentRow = (): Row | undefined => {
  const key = keyOfLane();
  return useLanes.getState().rows.find((row) => row.key === key);
};

/**
 * Puts a row at another place, where it stays on this machine. Among the lanes of the truth the order is the
 * project's, and the move an edit.
 * @param to its index from then on
 */
export function moveRow(key: string, to: number): void {
  const { rows } = useLanes.getState();
  const row = rows.find((one) => one.key === key);
  if (!row) return;
  const others = rows.filter((one) => one !== row);
  const at = Math.min(Math.max(0, to), others.length);
  const moved = [...others.slice(0, at), row, ...others.slice(at)];
  if (moved.indexOf(row) === rows.indexOf(row)) return;
  setOrder(moved.map((one) => one.key));
  say(`Row ${at + 1} of ${rows.length}`);
  const { lane } = row;
  if (lane === null) return;
  const shown = moved.flatMap((one) => one.lane ?? []);
  const above = shown[shown.indexOf(lane) - 1];
  // Hidden ones keep their places.
  const place = (taxonomy: Taxonomy) =>
    lanesOf(taxonomy)
      .filter(({ id }) => id !== lane)
      .findIndex(({ id }) => id === above) + 1;
  editClasses((taxonomy) => moveLane(taxonomy, lane, place(taxonomy))).catch((error: unknown) => raise('lanes', error));
}

/** Moves a row by one place. */
export function shiftRow(key: string, by: 1 | -1): void {
  const at = useLanes.getState().rows.findIndex((row) => row.key === key);
  if (at >= 0 && at + by >= 0) moveRow(key, at + by);
}
