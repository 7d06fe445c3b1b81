/** An edit that was undone or done again is shown: its video is opened there, and its moment comes into view. */
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import { subtractSpans } from '../../src-main/common/domain/span';
import { clamped } from '../canvas/viewport';
import { useLabels } from '../state/labels';
import { openVideo, setVisible, useView } from '../state/view';
import { useLanes } from './lanes';
import { inSeconds, readClock } from './tracks';

/** Only in Annotate; elsewhere the screen shows what it is about. @param edit null: nothing was changed in labels */
export async function showUndone(edit: AnnotationEdit | null): Promise<void> {
  const labels = edit && useLabels.getState().known[edit.video];
  if (!edit || !labels || useView.getState().screen !== 'annotate') return;
  const { tracks } = useLanes.getState();
  const isShown = useView.getState().video === edit.video;
  const clock = tracks?.video === edit.video ? tracks.clock : await readClock(edit.video);
  const start = startOf(edit);
  const seconds = inSeconds({ start, end: start }, labels, clock).start;
  if (!isShown) return openVideo(edit.video, seconds);
  const { visible } = useView.getState();
  if (!visible || !tracks || (seconds >= visible.start && seconds <= visible.end)) return;
  const half = (visible.end - visible.start) / 2;
  setVisible(clamped({ start: seconds - half, end: seconds + half }, tracks.duration));
}

/** Where what an edit changes begins, in the labels' timebase. */
function startOf({ segments, reviewed, rejected }: AnnotationEdit): number {
  const changed = [
    ...segments.map(({ before, after }) => (before && after ? differing(before, after) : (before ?? after))),
    ...(reviewed ? subtractSpans(reviewed.before, reviewed.after) : []),
    ...(reviewed ? subtractSpans(reviewed.after, reviewed.before) : []),
    ...(rejected?.after.length ? rejected.after : (rejected?.before ?? [])).slice(-1),
  ];
  return Math.min(...changed.flatMap((span) => span?.start ?? []), Number.MAX_SAFE_INTEGER);
}

/** Of an edge that was moved, where it was; else the segment. */
const differing = (before: { start: number; end: number }, after: { start: number; end: number }) =>
  before.start === after.start && before.end !== after.end ? { start: Math.min(before.end, after.end) } : before;
