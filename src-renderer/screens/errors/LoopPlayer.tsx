import { Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import {
  endStretch,
  playFrames,
  playFramesThen,
  seekSeconds,
  stepFrames,
  togglePlay,
  usePlayer,
} from '../../player/playerStore';
import type { ErrorRow } from '../../state/errorRows';
import { playNext, useErrors } from '../../state/errors';
import { useView } from '../../state/view';
import { boundaryAt, type Tracks } from '../../timeline/tracks';
import { IconButton } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { NoPicture } from '../annotate/NoPicture';
import { Picture } from '../annotate/Picture';
import '../annotate/player.css';
import { SeenWindow } from './SeenWindow';

interface LoopPlayerProps {
  video: VideoSummary;
  tracks: Tracks | null;
  row: ErrorRow;
}

/** Seconds before and after an error where the list is played through. */
const context = 1;

/** The picture of the error, played over and over from the moment it is opened. */
export function LoopPlayer({ video, tracks, row }: LoopPlayerProps) {
  const ready = usePlayer((state) => state.player !== null);
  const playing = usePlayer((state) => state.playing);
  const playhead = useView((view) => view.playhead);
  const looping = usePlayer(({ stretch }) => stretch?.loop === true);
  const { start, end } = row;
  const from = tracks && boundaryAt(tracks, start);
  const to = tracks && boundaryAt(tracks, end);
  const loop = useCallback(() => {
    if (from !== null && to !== null) playFrames(from, to, true);
  }, [from, to]);
  const through = useErrors((state) => state.through);
  const before = tracks && boundaryAt(tracks, Math.max(0, start - context));
  const after = tracks && boundaryAt(tracks, end + context);
  useEffect(() => {
    if (through && video.file !== 'ok') playNext();
    else if (!ready) seekSeconds((start + end) / 2);
    else if (!through) loop();
    else if (before !== null && after !== null) playFramesThen(before, after, playNext);
  }, [start, end, ready, loop, through, video.file, before, after]);
  const frames = tracks?.clock ? [from, to] : null;
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
        <IconButton
          icon={StepBack}
          name="One frame back"
          command="play.back"
          disabled={!ready}
          onClick={() => stepFrames(-1)}
        />
        <IconButton
          icon={StepForward}
          name="One frame on"
          command="play.on"
          disabled={!ready}
          onClick={() => stepFrames(1)}
        />
        <IconButton icon={Repeat} name="Loop the error" on={looping} onClick={looping ? endStretch : loop} />
        <span className="transport-clock">
          <strong>{formatTime(playhead)}</strong>
        </span>
      </div>
      <div className="error-facts label">
        <p className="ellipsis">
          {row.video}
          {frames && `, frames ${frames[0]} to ${frames[1]}`}
        </p>
        <SeenWindow />
      </div>
    </div>
  );
}
