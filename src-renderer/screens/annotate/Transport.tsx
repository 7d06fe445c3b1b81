import {
  Gauge,
  ListVideo,
  type LucideIcon,
  Maximize,
  PanelRight,
  Pause,
  Play,
  SkipBack,
  SkipForward,
} from 'lucide-react';
import { useState } from 'react';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { isUnderWay, rates, seekFrame, setRate, togglePlay, usePlayer } from '../../player/playerStore';
import { StepButton } from '../../player/StepButton';
import { type Drawer, toggleDrawer, useDrawers } from '../../state/drawers';
import { useView } from '../../state/view';
import { IconButton } from '../../ui/Button';
import { Select } from '../../ui/fields';
import { useKeyOf } from '../../ui/keyOf';
import { formatTime } from '../../ui/format';

/** Below the picture: first, back, play, on, last; the clock; the frame; the speed. */
export function Transport({ clock, duration }: { clock: FrameClock | null; duration: number }) {
  const ready = usePlayer((state) => state.player !== null);
  const playing = usePlayer(isUnderWay);
  const frame = usePlayer((state) => state.frame);
  const rate = usePlayer((state) => state.rate);
  const playhead = useView((view) => view.playhead);
  const playKey = useKeyOf('play.toggle');
  const frames = clock?.times.length ?? 0;
  const picture = () => document.querySelector<HTMLElement>('.player-picture');
  return (
    <div className="transport" role="toolbar" aria-label="Transport">
      <DrawerButton drawer="list" icon={ListVideo} name="Show the list" />
      <IconButton
        icon={SkipBack}
        name="First frame"
        command="play.first"
        disabled={!ready}
        onClick={() => seekFrame(0)}
      />
      <StepButton by={-1} />
      <button
        type="button"
        className="transport-play"
        aria-label={playing ? 'Pause' : 'Play'}
        data-tip={playing ? 'Pause' : 'Play'}
        data-tip-key={playKey}
        disabled={!ready}
        onClick={togglePlay}
      >
        {playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
      </button>
      <StepButton by={1} />
      <IconButton
        icon={SkipForward}
        name="Last frame"
        command="play.last"
        disabled={!ready}
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
      {clock && <FrameField frame={frame} frames={frames} ready={ready} />}
      <span className="space" />
      <label className="row label">
        <span className="transport-words">Speed</span>
        <Select
          aria-label="Speed"
          value={String(rate)}
          choices={rates.map((value) => ({ value: String(value), label: `${value}×` }))}
          onValue={(value) => setRate(Number(value))}
        />
      </label>
      <IconButton
        icon={Maximize}
        name="Full screen"
        disabled={!ready}
        onClick={() => void picture()?.requestFullscreen()}
      />
      <DrawerButton drawer="readout" icon={Gauge} name="Show what is known here" />
      <DrawerButton drawer="inspector" icon={PanelRight} name="Show the segment" />
    </div>
  );
}

/** Opens and closes a panel that has no room of its own; hidden where it has. */
function DrawerButton({ drawer, icon, name }: { drawer: Drawer; icon: LucideIcon; name: string }) {
  const open = useDrawers((state) => state.open === drawer);
  return (
    <IconButton
      className="transport-drawer"
      data-of={drawer}
      icon={icon}
      name={name}
      command={`view.${drawer}`}
      on={open}
      onClick={() => toggleDrawer(drawer)}
    />
  );
}

/**
 * The frame on the screen; typing one and Enter goes there, and gives the keys back to the player. While it has the
 * focus the number stands still, so that what is typed is not mixed with frames that are played.
 */
function FrameField({ frame, frames, ready }: { frame: number; frames: number; ready: boolean }) {
  const shown = frame < 0 ? '' : String(frame);
  const [typed, setTyped] = useState<string | null>(null);
  const leave = (field: HTMLElement) => field.closest<HTMLElement>('.player')?.focus();
  return (
    <label className="row label">
      <span className="transport-words">Frame</span>
      <input
        className="frame-field"
        inputMode="numeric"
        aria-label="Frame"
        disabled={!ready}
        value={typed ?? shown}
        onFocus={(event) => {
          setTyped(shown);
          event.currentTarget.select();
        }}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') leave(currentTarget);
          if (key !== 'Enter') return;
          const target = Number.parseInt(currentTarget.value, 10);
          if (Number.isFinite(target)) seekFrame(target);
          leave(currentTarget);
        }}
      />
      <span className="hint">of {frames.toLocaleString('en')}</span>
    </label>
  );
}
