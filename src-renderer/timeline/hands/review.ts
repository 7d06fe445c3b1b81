/** Going through a video: what is reviewed, what is not, what is not labelled, and playing what is chosen. */
import { subtractSpans } from '../../../src-main/common/domain/span';
import { review } from '../../../src-main/common/labelling';
import { endStretch, isUnderWay, playFrames, seekSeconds, usePlayer } from '../../player/playerStore';
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
  if (!chosen || !tracks) return;
  const { start, end } = chosen.segment;
  const edge = chosen.segment[useHands.getState().edge];
  const span = what === 'edge' ? { start: edge - 0.5, end: edge + 0.5 } : { start, end };
  const [from, to] = [boundaryAt(tracks, Math.max(0, span.start)), boundaryAt(tracks, span.end)];
  if (from === null || to === null || to <= from) return;
  const { stretch } = usePlayer.getState();
  if (what === 'loop' && isUnderWay() && stretch?.loop && stretch.from === from) endStretch();
  else playFrames(from, to, what === 'loop');
}
