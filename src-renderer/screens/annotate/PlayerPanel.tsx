import { useEffect, useRef } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { NoPicture } from '../../player/NoPicture';
import '../../player/player.css';
import { Picture } from '../../player/Picture';
import { Transport } from './Transport';

interface PlayerPanelProps {
  video: VideoSummary;
  clock: FrameClock | null;
  /** Seconds. */
  duration: number;
}

export function PlayerPanel({ video, clock, duration }: PlayerPanelProps) {
  const box = useRef<HTMLDivElement>(null);
  // The keys of player and timeline work at once when a video is opened, but while one goes through the list by keys.
  useEffect(() => {
    if (!document.activeElement?.closest('[data-drawer]')) box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="player" data-keys="timeline" tabIndex={-1} ref={box}>
      <div className="player-picture">
        {video.file === 'ok' ? <Picture video={video} clock={clock} /> : <NoPicture video={video} />}
      </div>
      <Transport clock={clock} duration={duration} />
    </div>
  );
}
