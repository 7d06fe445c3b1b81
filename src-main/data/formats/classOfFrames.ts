import type { ActionClass } from '../../common/domain/taxonomy';
import type { Losses, TimedVideo } from './exported';

/**
 * One class a frame, for formats that know no other: where segments overlap the class that stands first in the taxonomy
 * wins, as everywhere in this program; between them lies the background. What that loses is told.
 * @returns indices into `classes`, `[frames]`
 */
export function classOfFrames(video: TimedVideo, classes: readonly ActionClass[], losses: Losses): Int32Array {
  const background = Math.max(
    0,
    classes.findIndex((c) => c.background),
  );
  const labels = new Int32Array(video.frames).fill(background);
  const taken = new Uint8Array(video.frames);
  const indices = new Map(classes.map((c, index) => [c.id, index]));
  let shared = 0;
  for (const { start, end, label } of video.segments) {
    const index = indices.get(label.id) as number;
    for (let frame = start; frame < Math.min(end, video.frames); frame++) {
      const other = labels[frame] as number;
      if (taken[frame] && other !== index) shared++;
      if (!taken[frame] || index < other) labels[frame] = index;
      taken[frame] = 1;
    }
  }
  losses.add('With several classes, of which the first in the taxonomy stays', 'frame', shared);
  losses.add('Joined with a segment of the same class that they touch', 'segment', joined(video));
  return labels;
}

/** Segments that begin before or where one of their class ends: the two cannot be told apart again. */
function joined(video: TimedVideo): number {
  const ends = new Map<number, number>();
  let count = 0;
  for (const { start, end, label } of video.segments) {
    const last = ends.get(label.id) ?? -1;
    if (start <= last) count++;
    ends.set(label.id, Math.max(last, end));
  }
  return count;
}
