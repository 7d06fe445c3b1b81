/** Going through a video: what is reviewed, what is not, what is not labelled, and playing what is chosen. */
import { type Span, subtractSpans } from '../../../src-main/common/domain/span';
import { review } from '../../../src-main/common/labelling';
import { endStretch, isUnderWay, moveStretch, playFrames, seekSeconds, usePlayer } from '../../player/playerStore';
import { say } from '../../state/notices';
import { useView } from '../../state/view';
import { shownMoment, useLanes } from '../lanes';
import { boundaryAt, type Tracks } from '../tracks';
import { edit, placed, playhead, useHands } from './hands';

/** Of the chosen segment, else of what is in view. */
export function setReviewed(reviewed: boolean): Promise<void> {
  const { chosen, tracks } = useLanes.getState();
  const { start, end } = chosen?.segment ?? useView.getState().visible ?? { start: 0, end: tracks?.duration ?? 0 };
  return edit((on, shown) => review(on, placed(shown, on.labels, { start, end }), reviewed));
}

/** Goes to the next or previous span that nobody has looked at. */
export function stepUnreviewed(by: 1 | -1): void {
  const open = ({ duration, reviewed }: Tracks) => subtractSpans([{ start: 0, end: duration }], reviewed);
  stepTo(by, open, 'Nothing is left to review on this side');
}

/** Goes to the next or previous gap between labels, within what is reviewed or not. */
export function stepGap(by: 1 | -1): void {
  const gaps = ({ duration, truth }: Tracks) =>
    subtractSpans(
      [{ start: 0, end: duration }],
      truth.flatMap(({ segments }) => segments),
    );
  stepTo(by, gaps, 'No gap is left on this side');
}

function stepTo(by: 1 | -1, spans: (tracks: Tracks) => { start: number }[], none: string): void {
  const { tracks } = useLanes.getState();
  if (!tracks) return;
  const starts = spans(tracks).map(({ start }) => shownMoment(tracks, start));
  const beyond = starts.filter((start) => by * (start - playhead()) > 1e-6);
  if (beyond.length === 0) say(none);
  else seekSeconds(by * Math.min(...beyond.map((start) => by * start)));
}

/** Plays the chosen segment, or a second round its active edge. */
export function playChosen(what: 'segment' | 'loop' | 'edge'): void {
  const { chosen, tracks } = useLanes.getState();
  if (!tracks) return;
  if (!chosen) return say('Choose a segment to play it');
  const edge = chosen.segment[useHands.getState().edge];
  const span = what === 'edge' ? { start: Math.max(0, edge - 0.5), end: edge + 0.5 } : chosen.segment;
  const frames = framesOf(tracks, span);
  if (!frames) return;
  const { stretch } = usePlayer.getState();
  if (what === 'loop' && isUnderWay() && stretch?.loop && stretch.from === frames.from) endStretch();
  else playFrames(frames.from, frames.to, what === 'loop');
}

/** Frames `[from, to)` of a span in seconds; null where there are none. */
function framesOf(tracks: Tracks, { start, end }: Span): { from: number; to: number } | null {
  const [from, to] = [boundaryAt(tracks, start), boundaryAt(tracks, end)];
  return from !== null && to !== null && to > from ? { from, to } : null;
}

// What is played of the chosen segment keeps to it while its edges are moved.
useLanes.subscribe(({ chosen, tracks }, before) => {
  const { stretch } = usePlayer.getState();
  if (!stretch || !chosen || chosen === before.chosen || chosen.segment.id !== before.chosen?.segment.id) return;
  const was = before.tracks && framesOf(before.tracks, before.chosen.segment);
  const now = tracks && framesOf(tracks, chosen.segment);
  if (now && was && stretch.from === was.from && stretch.to === was.to) moveStretch(now);
});
