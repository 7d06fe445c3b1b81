import { useEffect, useState } from 'react';
import type { EventOf } from '../../src-main/common/contract';
import { Cancelled } from '../../src-main/common/errors';
import { call, on } from '../client';

/** How far the copy of a video for playing is. */
export type PlayingCopy =
  | { state: 'unwanted' }
  /** `progress` is null before the first report. */
  | { state: 'making'; progress: EventOf<'video.copying'>['progress'] | null }
  | { state: 'ready' }
  /** By hand, or for that of another video in another window. */
  | { state: 'cancelled'; again: () => void }
  | { state: 'failed'; error: Error };

/** Asks for the copy of a video once it is wanted, and tells how far it is. */
export function usePlayingCopy(video: string, wanted: boolean): PlayingCopy {
  const [copy, setCopy] = useState<PlayingCopy>({ state: 'unwanted' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const say = (next: PlayingCopy) => current && setCopy(next);
    const off = on('video.copying', (event) => {
      if (event.video === video) say({ state: 'making', progress: event.progress });
    });
    say({ state: 'making', progress: null });
    call('video.playingCopy', { video }).then(
      () => say({ state: 'ready' }),
      (error: unknown) => {
        if (error instanceof Cancelled) say({ state: 'cancelled', again: () => setAttempt(attempt + 1) });
        else say({ state: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
    return () => {
      current = false;
      off();
    };
  }, [video, wanted, attempt]);
  return copy;
}

export function cancelCopy(video: string): void {
  void call('video.cancelCopy', { video });
}
