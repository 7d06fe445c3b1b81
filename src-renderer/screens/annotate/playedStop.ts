import { useEffect } from 'react';
import { playFrames, seekSeconds, usePlayer } from '../../player/playerStore';
import { useWalk } from '../../state/walk';
import { boundaryAt, type Tracks } from '../../timeline/tracks';

/** Seconds played before and behind a moment. */
const around = 0.75;

/** Plays the moment that was gone to, once its video and picture are there. */
export function usePlayedStop(tracks: Tracks | null): void {
  const { current, gone } = useWalk();
  const player = usePlayer((state) => state.player);
  const here = current && tracks?.video === current.video ? tracks : null;
  useEffect(() => {
    if (!current || !here) return;
    const [from, to] = [
      boundaryAt(here, Math.max(0, current.span.start - around)),
      boundaryAt(here, Math.min(here.duration, current.span.end + around)),
    ];
    if (!player || from === null || to === null || to <= from) seekSeconds(current.span.start);
    else playFrames(from, to);
    // Labels change while a moment is looked at; it is played again only when it is gone to again.
  }, [gone, here?.video, player]);
}
