import { useEffect, useState } from 'react';
import { Cancelled } from '../../src-main/common/errors';
import { call, on } from '../client';

/** How far the copy of a video for playing is. */
export type PlayingCopy =
  | { state: 'unwanted' }
  /** Share of the frames done, 0 to 1. */
  | { state: 'making'; share: number }
  | { state: 'ready' }
  | { state: 'failed'; error: Error };

/** Asks for the copy of a video once it is wanted, and tells how far it is. */
export function usePlayingCopy(video: string, wanted: boolean): PlayingCopy {
  const [copy, setCopy] = useState<PlayingCopy>({ state: 'unwanted' });
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const say = (next: PlayingCopy) => current && setCopy(next);
    const off = on('video.copying', (event) => {
      if (event.video === video) say({ state: 'making', share: event.done / event.total });
    });
    say({ state: 'making', share: 0 });
    call('video.playingCopy', { video }).then(
      () => say({ state: 'ready' }),
      (error: unknown) => {
        if (!(error instanceof Cancelled))
          say({ state: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
    return () => {
      current = false;
      off();
    };
  }, [video, wanted]);
  return copy;
}
