import { useEffect, useRef } from 'react';
import { playFrames, seekSeconds, usePlayer } from '../../player/playerStore';
import { useWalk } from '../../state/walk';
import { chooseOpenStop } from '../../timeline/taking';
import { boundaryAt, type Tracks } from '../../timeline/tracks';

/** Seconds played before and behind a moment. */
const around = 0.75;

/** Plays the moment that was gone to, once its video and picture are there. */
export function usePlayedStop(tracks: Tracks | null): void {
  const { current, gone } = useWalk();
  const player = usePlayer((state) => state.player);
  const here = current && tracks?.video === current.video ? tracks : null;
  // Labels change while a moment is looked at; it is played again only when it is gone to again.
  const played = useRef(0);
  useEffect(() => {
    const span = current?.span;
    if (!span || !here || played.current === gone) return;
    chooseOpenStop();
    if (!player) return seekSeconds(span.start);
    const from = boundaryAt(here, Math.max(0, span.start - around));
    const to = boundaryAt(here, Math.min(here.duration, span.end + around));
    if (from !== null && to !== null && to > from) playFrames(from, to);
    played.current = gone;
  }, [current, gone, here, player]);
}
