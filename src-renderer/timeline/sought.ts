/**
 * A segment that was found elsewhere: it is chosen as soon as its video is shown, and played once the picture is there.
 */
import { create } from 'zustand';
import type { FoundSegment } from '../../src-main/common/contract/labels';
import { seekSeconds, usePlayer } from '../player/playerStore';
import { openVideo, useView } from '../state/view';
import { playChosen } from './hands/review';
import { choose, inTruth, useLanes } from './lanes';

const useSought = create<{ sought: Pick<FoundSegment, 'video' | 'id'> | null }>(() => ({ sought: null }));

/** Opens its video where another one is shown. */
export function openSegment({ video, id, start }: FoundSegment): void {
  useSought.setState({ sought: { video, id } });
  const { screen, video: shown } = useView.getState();
  if (screen === 'annotate' && shown === video) seekSeconds(start);
  else openVideo(video, start);
  settle();
}

function settle(): void {
  const { sought } = useSought.getState();
  const { tracks, chosen } = useLanes.getState();
  if (!sought || tracks?.video !== sought.video) return;
  if (chosen?.segment.id !== sought.id) {
    const found = inTruth(sought.id);
    if (found) return choose(found);
    useSought.setState({ sought: null });
    return;
  }
  const { clock } = usePlayer.getState();
  if (tracks.clock !== null && clock !== tracks.clock) return;
  useSought.setState({ sought: null });
  playChosen('segment');
}

useLanes.subscribe(settle);
usePlayer.subscribe(settle);
