/** The player that is on the screen, for the commands: play, step, seek work wherever the keys are pressed. */
import { create } from 'zustand';
import type { FrameClock } from '../../src-main/common/domain/video';
import { frameAt } from '../../src-main/common/domain/video';
import { seek as movePlayhead } from '../state/view';
import type { FramePlayer } from './framePlayer';

interface PlayerState {
  player: FramePlayer | null;
  clock: FrameClock | null;
  /** The frame on the screen; -1 before the first. */
  frame: number;
  playing: boolean;
  rate: number;
  /** Frames `[from, to)` that are played, once or for ever; null: all. */
  stretch: { from: number; to: number; loop: boolean } | null;
}

export const usePlayer = create<PlayerState>(() => ({
  player: null,
  clock: null,
  frame: -1,
  playing: false,
  rate: 1,
  stretch: null,
}));

/** Speeds of `<` and `>`. */
export const rates = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8, 16] as const;

export function togglePlay(): void {
  const { player, rate } = usePlayer.getState();
  if (player?.isPlaying) player.pause();
  else player?.play(rate);
}

/** Plays frames `[from, to)`: once, ending on the last of them, or over and over. */
export function playFrames(from: number, to: number, loop = false): void {
  usePlayer.setState({ stretch: { from, to, loop } });
  playFrom(from);
}

function playFrom(frame: number): void {
  const { player, rate } = usePlayer.getState();
  void player?.seek(frame).then(() => player.play(rate));
}

/** Ends the playing of a stretch where it is. */
export function endStretch(): void {
  usePlayer.setState({ stretch: null });
}

usePlayer.subscribe(({ frame, playing, player, stretch }, before) => {
  if (!stretch || !player || frame === before.frame) return;
  // Somebody has gone elsewhere.
  if (!playing && (frame < stretch.from || frame >= stretch.to)) return endStretch();
  if (!playing || frame < stretch.to - 1) return;
  player.pause();
  if (stretch.loop) return playFrom(stretch.from);
  endStretch();
  // A browser under load may be late.
  void player.seek(stretch.to - 1);
});

export function stepFrames(by: number): void {
  endStretch();
  void usePlayer.getState().player?.step(by);
}

export function seekFrame(frame: number): void {
  void usePlayer.getState().player?.seek(frame);
}

/** Goes to the frame shown at `seconds` after the first frame; without a picture only the playhead moves. */
export function seekSeconds(seconds: number): void {
  const { player, clock } = usePlayer.getState();
  if (!player || !clock) return movePlayhead(Math.max(0, seconds));
  const first = clock.times[0] ?? 0;
  void player.seek(frameAt(clock, first + Math.max(0, seconds) + 1e-9));
}

export function setRate(rate: number): void {
  usePlayer.setState({ rate });
  usePlayer.getState().player?.setRate(rate);
}

export function changeRate(by: 1 | -1): void {
  const { rate } = usePlayer.getState();
  const index = rates.indexOf(rate as (typeof rates)[number]);
  setRate(rates[Math.min(rates.length - 1, Math.max(0, index + by))] ?? 1);
}
