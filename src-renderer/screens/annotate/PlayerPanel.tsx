import { Maximize, Pause, Play, SkipBack, SkipForward, StepBack, StepForward, VideoOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { FramePlayer, type FramePlayerListener } from '../../player/framePlayer';
import { rates, seekFrame, seekSeconds, setRate, stepFrames, togglePlay, usePlayer } from '../../player/playerStore';
import { call } from '../../client';
import { mediaUrl, setProject, useProject } from '../../state/project';
import { seek as movePlayhead, useView } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { Failure } from '../../ui/status';

interface PlayerPanelProps {
  video: VideoSummary;
  clock: FrameClock | null;
  /** Seconds. */
  duration: number;
}

export function PlayerPanel({ video, clock, duration }: PlayerPanelProps) {
  const box = useRef<HTMLDivElement>(null);
  // The keys of player and timeline work at once when a video is opened.
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    <div className="player" data-keys="timeline" tabIndex={-1} ref={box}>
      <div className="player-picture">
        {video.file === 'ok' ? <Picture video={video} clock={clock} /> : <NoPicture video={video} />}
      </div>
      <Transport clock={clock} duration={duration} />
    </div>
  );
}

function Picture({ video, clock }: { video: VideoSummary; clock: FrameClock | null }) {
  const element = useRef<HTMLVideoElement>(null);
  const info = useProject((mirrors) => mirrors.info);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!element.current || !clock || !info) return;
    const first = clock.times[0] ?? 0;
    const listener: FramePlayerListener = {
      frame: (frame) => {
        usePlayer.setState({ frame });
        movePlayhead((clock.times[frame] ?? first) - first);
      },
      playing: (playing) => usePlayer.setState({ playing }),
      failed: setFailure,
    };
    const player = new FramePlayer(element.current, clock, listener, mediaUrl(info, `video/${video.id}`));
    usePlayer.setState({ player, clock, frame: -1, playing: false });
    seekSeconds(useView.getState().playhead);
    return () => {
      player.dispose();
      usePlayer.setState({ player: null, clock: null, frame: -1, playing: false });
    };
  }, [clock, info, video.id]);
  return (
    <>
      <video
        ref={element}
        preload="auto"
        playsInline
        data-testid="player"
        aria-label={`Picture of ${video.id}`}
        onClick={togglePlay}
      />
      {failure !== null && (
        <div className="player-notice">
          <VideoOff size={20} aria-hidden />
          <strong>{video.id} cannot be shown</strong>
          <span className="label">
            {failure} ({video.codec}, {video.width} × {video.height}). Labels, features and predictions stay usable on
            the time axis.
          </span>
        </div>
      )}
    </>
  );
}

function NoPicture({ video }: { video: VideoSummary }) {
  const [error, setError] = useState<Error | null>(null);
  const locate = async () => {
    const picked = await call('app.pick', { kind: 'files', title: `Locate ${video.id}` });
    const path = picked?.[0] ?? window.prompt(`Path of the file of ${video.id}`) ?? '';
    if (path !== '') setProject(await call('project.locateVideo', { video: video.id, path }));
  };
  return (
    <div className="player-notice">
      <VideoOff size={20} aria-hidden />
      <strong>
        {video.file === 'missing' ? `${video.path} is not where it was` : `${video.id} has no video file`}
      </strong>
      <span className="label">Labels and predictions stay usable on the time axis.</span>
      <Button
        kind="primary"
        onClick={() =>
          void locate().catch((reason: unknown) =>
            setError(reason instanceof Error ? reason : new Error(String(reason))),
          )
        }
      >
        Locate
      </Button>
      <Failure error={error} />
    </div>
  );
}

function Transport({ clock, duration }: { clock: FrameClock | null; duration: number }) {
  const playing = usePlayer((state) => state.playing);
  const frame = usePlayer((state) => state.frame);
  const rate = usePlayer((state) => state.rate);
  const playhead = useView((view) => view.playhead);
  const frames = clock?.times.length ?? 0;
  const picture = () => document.querySelector<HTMLElement>('.player-picture');
  return (
    <div className="transport" role="toolbar" aria-label="Transport">
      <IconButton icon={SkipBack} name="First frame" shortcut="Home" disabled={!clock} onClick={() => seekFrame(0)} />
      <IconButton
        icon={StepBack}
        name="One frame back"
        shortcut="ArrowLeft"
        disabled={!clock}
        onClick={() => stepFrames(-1)}
      />
      <button
        type="button"
        className="transport-play"
        aria-label={playing ? 'Pause' : 'Play'}
        data-tip={playing ? 'Pause' : 'Play'}
        data-tip-key="Space"
        disabled={!clock}
        onClick={togglePlay}
      >
        {playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
      </button>
      <IconButton
        icon={StepForward}
        name="One frame on"
        shortcut="ArrowRight"
        disabled={!clock}
        onClick={() => stepFrames(1)}
      />
      <IconButton
        icon={SkipForward}
        name="Last frame"
        shortcut="End"
        disabled={!clock}
        onClick={() => seekFrame(frames - 1)}
      />
      <span
        className="transport-clock"
        role="slider"
        aria-label="Playhead"
        tabIndex={0}
        aria-valuemin={0}
        aria-valuemax={duration}
        aria-valuenow={playhead}
        aria-valuetext={`${playhead.toFixed(2)} seconds, frame ${frame}`}
      >
        <strong>{formatTime(playhead)}</strong>
        <span> / {formatTime(duration)}</span>
      </span>
      {clock && <FrameField frame={frame} frames={frames} />}
      <span className="space" />
      <label className="row label">
        Speed
        <select aria-label="Speed" value={rate} onChange={(event) => setRate(Number(event.target.value))}>
          {rates.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
      </label>
      <IconButton
        icon={Maximize}
        name="Full screen"
        disabled={!clock}
        onClick={() => void picture()?.requestFullscreen()}
      />
    </div>
  );
}

/** The frame on the screen; typing one and Enter goes there. */
function FrameField({ frame, frames }: { frame: number; frames: number }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="row label">
      Frame
      <input
        className="frame-field"
        inputMode="numeric"
        aria-label="Frame"
        value={typed ?? (frame < 0 ? '' : String(frame))}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null);
          if (event.key !== 'Enter' || typed === null) return;
          const target = Number.parseInt(typed, 10);
          if (Number.isFinite(target)) seekFrame(target);
          setTyped(null);
        }}
      />
      <span className="hint">of {frames.toLocaleString('en')}</span>
    </label>
  );
}
