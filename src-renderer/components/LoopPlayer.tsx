import { Pause, Play, Repeat } from 'lucide-react';
import { type ReactNode, useCallback, useEffect } from 'react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import type { Span } from '../../src-main/common/domain/span';
import { endStretch, playFrames, playFramesThen, seekSeconds, togglePlay, usePlayer } from '../player/playerStore';
import { useView } from '../state/view';
import { boundaryAt, type Tracks } from '../timeline/tracks';
import { IconButton } from '../ui/Button';
import { formatTime } from '../ui/format';
import { NoPicture } from '../player/NoPicture';
import { Picture } from '../player/Picture';
import { StepButton } from '../player/StepButton';
import '../player/player.css';

interface LoopPlayerProps {
  video: VideoSummary;
  tracks: Tracks | null;
  /** In seconds from the first frame. */
  span: Span;
  /** Played once in place of the loop, and what follows it; where moments are played one after the other. */
  once: { span: Span; next: () => void } | null;
  /** What is looped, as in "Loop the error". */
  what: string;
  /** Below the picture. */
  children: ReactNode;
}

/** The picture of a moment, played over and over from when it is opened. */
export function LoopPlayer({ video, tracks, span, once, what, children }: LoopPlayerProps) {
  const ready = usePlayer((state) => state.player !== null);
  const playing = usePlayer((state) => state.playing);
  const playhead = useView((view) => view.playhead);
  const looping = usePlayer(({ stretch }) => stretch?.loop === true);
  const { start, end } = span;
  const [from, to] = framesOf(tracks, span);
  const loop = useCallback(() => {
    if (from !== null && to !== null) playFrames(from, to, true);
  }, [from, to]);
  const [before, after] = framesOf(tracks, once?.span ?? span);
  const next = once?.next;
  useEffect(() => {
    if (next && video.file !== 'ok') next();
    else if (!ready) seekSeconds((start + end) / 2);
    else if (!next) loop();
    else if (before !== null && after !== null) playFramesThen(before, after, next);
  }, [start, end, ready, loop, next, video.file, before, after]);
  return (
    <div className="player">
      <div className="player-picture">
        {video.file === 'ok' ? <Picture video={video} clock={tracks?.clock ?? null} /> : <NoPicture video={video} />}
      </div>
      <div className="transport" role="toolbar" aria-label="Transport">
        <IconButton
          icon={playing ? Pause : Play}
          name={playing ? 'Pause' : 'Play'}
          command="play.toggle"
          disabled={!ready}
          onClick={togglePlay}
        />
        <StepButton by={-1} />
        <StepButton by={1} />
        <IconButton icon={Repeat} name={`Loop the ${what}`} on={looping} onClick={looping ? endStretch : loop} />
        <span className="transport-clock">
          <strong>{formatTime(playhead)}</strong>
        </span>
      </div>
      {children}
    </div>
  );
}

/** Frames `[from, to)`; null where there are none. */
const framesOf = (tracks: Tracks | null, { start, end }: Span): readonly [number | null, number | null] =>
  tracks ? [boundaryAt(tracks, Math.max(0, start)), boundaryAt(tracks, end)] : [null, null];
