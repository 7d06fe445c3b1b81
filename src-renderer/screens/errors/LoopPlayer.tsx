import { Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { seekSeconds, stepFrames, togglePlay, usePlayer } from '../../player/playerStore';
import type { ErrorRow } from '../../state/errorRows';
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

/** The picture at the error; playing goes round it. */
export function LoopPlayer({ video, tracks, row }: LoopPlayerProps) {
  const [looping, setLooping] = useState(true);
  const ready = usePlayer((state) => state.player !== null);
  const playing = usePlayer((state) => state.playing);
  const playhead = useView((view) => view.playhead);
  useEffect(() => seekSeconds((row.start + row.end) / 2), [row.start, row.end, ready]);
  useLoop(looping ? row : null, tracks);
  const frames = tracks?.clock ? [row.start, row.end].map((seconds) => boundaryAt(tracks, seconds)) : null;
  return (
    <div className="player">
      <div className="player-picture">
        {video.file === 'ok' ? <Picture video={video} clock={tracks?.clock ?? null} /> : <NoPicture video={video} />}
      </div>
      <div className="transport" role="toolbar" aria-label="Transport">
        <IconButton
          icon={playing ? Pause : Play}
          name={playing ? 'Pause' : 'Play'}
          shortcut="Space"
          disabled={!ready}
          onClick={togglePlay}
        />
        <IconButton
          icon={StepBack}
          name="One frame back"
          shortcut="ArrowLeft"
          disabled={!ready}
          onClick={() => stepFrames(-1)}
        />
        <IconButton
          icon={StepForward}
          name="One frame on"
          shortcut="ArrowRight"
          disabled={!ready}
          onClick={() => stepFrames(1)}
        />
        <IconButton icon={Repeat} name="Loop the error" on={looping} onClick={() => setLooping(!looping)} />
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

/** While the picture plays past the end of the error, it goes back to its start. */
function useLoop(row: ErrorRow | null, tracks: Tracks | null): void {
  const [start, end] = [row?.start, row?.end];
  useEffect(() => {
    if (start === undefined || end === undefined || !tracks) return;
    const [first, last] = [boundaryAt(tracks, start) ?? 0, (boundaryAt(tracks, end) ?? 0) - 1];
    return usePlayer.subscribe(({ frame, playing, player, rate }, before) => {
      if (!playing || !player || frame === before.frame || frame < last || frame < first) return;
      player.pause();
      void player.seek(first).then(() => player.play(rate));
    });
  }, [start, end, tracks]);
}
