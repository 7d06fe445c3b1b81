/** Frames of videos that are broken in their files, found by the program in the background. */
import { create } from 'zustand';
import type { Span } from '../../src-main/common/domain/span';
import { call } from '../client';

const none: readonly Span[] = [];
const useFound = create<{ byVideo: Readonly<Record<string, readonly Span[]>> }>(() => ({ byVideo: {} }));

/** Has a video looked through, unless that was done. */
export function lookForDamage(video: string): void {
  if (useFound.getState().byVideo[video]) return;
  call('video.damage', { video }).then(
    (spans) => useFound.setState(({ byVideo }) => ({ byVideo: { ...byVideo, [video]: spans } })),
    // Given up for another video, or the file cannot be read, which the player says.
    () => undefined,
  );
}

/** Spans of frames without a right picture, as far as they are known. */
export function useDamage(video: string | null): readonly Span[] {
  return useFound(({ byVideo }) => (video === null ? none : (byVideo[video] ?? none)));
}
