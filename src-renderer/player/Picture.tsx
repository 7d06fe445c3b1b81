/**
 * The picture and the player behind it. It plays the file itself; a file the browser cannot play, or fails in, is
 * played from a copy that the program makes, at the frame that was asked for.
 */
import { VideoOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import type { FrameClock } from '../../src-main/common/domain/video';
import { FramePlayer, type FramePlayerListener } from './framePlayer';
import { endOfFile, noPlayer, seekSeconds, togglePlay, usePlayer } from './playerStore';
import { lookForDamage, useDamage } from '../state/damage';
import { mediaUrl, useProject } from '../state/project';
import { seek as movePlayhead, useView } from '../state/view';
import { CopyNotice } from './CopyNotice';
import { usePlayingCopy } from './playingCopy';

interface PictureProps {
  video: VideoSummary;
  clock: FrameClock | null;
}

export function Picture({ video, clock }: PictureProps) {
  const element = useRef<HTMLVideoElement>(null);
  const info = useProject((mirrors) => mirrors.info);
  const [playable, setPlayable] = useState(video.playable);
  const [failure, setFailure] = useState<string | null>(null);
  const frame = usePlayer((state) => state.frame);
  const copy = usePlayingCopy(video.id, !playable);
  const route = playable ? 'video' : copy.state === 'ready' ? 'copy' : null;
  useEffect(() => lookForDamage(video.id), [video.id]);
  useEffect(() => {
    if (!element.current || !clock || !info || route === null) return;
    const first = clock.times[0] ?? 0;
    const moveTo = (frame: number) => movePlayhead((clock.times[frame] ?? first) - first);
    const playCopy = () => {
      moveTo(player.target);
      setPlayable(false);
    };
    const listener: FramePlayerListener = {
      frame: (frame) => {
        usePlayer.setState({ frame });
        moveTo(frame);
      },
      playing: (playing) => usePlayer.setState({ playing }),
      ended: endOfFile,
      failed: (reason) => (route === 'video' ? playCopy() : setFailure(reason)),
      missed: () => route === 'video' && playCopy(),
    };
    const player = new FramePlayer(element.current, clock, listener, mediaUrl(info, `${route}/${video.id}`));
    usePlayer.setState({ player, clock, frame: -1, playing: false });
    seekSeconds(useView.getState().playhead);
    return () => {
      player.dispose();
      usePlayer.setState(noPlayer);
    };
  }, [clock, info, video.id, route]);
  return (
    <>
      <video
        key={route}
        ref={element}
        preload="auto"
        playsInline
        data-testid="player"
        data-frame={frame}
        aria-label={`Picture of ${video.id}`}
        onClick={togglePlay}
      />
      <DamageNotice video={video} frame={frame} />
      {route === null && <CopyNotice video={video} copy={copy} />}
      {failure !== null && (
        <div className="player-notice">
          <VideoOff size={20} aria-hidden />
          <strong>{video.id} cannot be shown</strong>
          <span className="label">{failure} Labels, features and predictions stay usable on the time axis.</span>
        </div>
      )}
    </>
  );
}

/** In place of a wrong picture. */
function DamageNotice({ video, frame }: { video: VideoSummary; frame: number }) {
  const span = useDamage(video.id).find(({ start, end }) => start <= frame && frame < end);
  if (!span) return null;
  return (
    <div className="player-damage" role="status">
      <div className="player-notice">
        <VideoOff size={20} aria-hidden />
        <strong>
          Damaged, frames {span.start} to {span.end - 1}
        </strong>
        <span className="label">
          The file holds no whole picture here
          {span.end < video.frames ? `; the next one is at frame ${span.end}` : ' or later'}. Labels stay possible.
        </span>
      </div>
    </div>
  );
}
