/** The player that is on the screen, for the commands: play, step, seek work wherever the keys are pressed. */
import { create } from 'zustand';
import type { FrameClock } from '../../src-main/common/domain/video';
import { frameAt } from '../../src-main/common/domain/video';
import { seek as movePlayhead } from '../state/view';
import type { FramePlayer } from './framePlayer';
import { playBackwards } from './rewind';

interface PlayerState {
  player: FramePlayer | null;
  clock: FrameClock | null;
  /** The frame on the screen; -1 before the first. */
  frame: number;
  playing: boolean;
  /** It plays once the frame where it begins is there. */
  starting: boolean;
  rate: number;
  /** Speed at which it is played backwards; null: it is not. */
  backwards: number | null;
  /** Frames `[from, to)` that are played, once or for ever, and what follows the last of them; null: all. */
  stretch: Stretch | null;
}

interface Stretch {
  from: number;
  to: number;
  loop: boolean;
  after?: () => void;
}

/** Of no video: nothing is shown and nothing plays. */
export const noPlayer: Omit<PlayerState, 'rate'> = {
  player: null,
  clock: null,
  frame: -1,
  playing: false,
  starting: false,
  backwards: null,
  stretch: null,
};

export const usePlayer = create<PlayerState>(() => ({ ...noPlayer, rate: 1 }));

/** Speeds of `<` and `>`. */
export const rates = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8, 16] as const;

/** Whether it plays, forward or backwards, or is about to. */
export const isUnderWay = ({ playing, starting, backwards }: PlayerState = usePlayer.getState()): boolean =>
  playing || starting || backwards !== null;

export function togglePlay(): void {
  const { player, rate } = usePlayer.getState();
  if (player?.isPlaying || isUnderWay()) stop();
  else player?.play(rate);
}

const standing = { backwards: null, starting: false };

/** Stands still, whichever way it was played. */
export function stop(): void {
  usePlayer.setState(standing);
  usePlayer.getState().player?.pause();
}

/** Plays forward; while it does, a speed faster. */
export function playFaster(): void {
  const { player, rate, backwards, starting } = usePlayer.getState();
  if (player?.isPlaying || starting) return changeRate(1);
  if (backwards !== null) stop();
  player?.play(rate);
}

/** Plays backwards; while it does, a speed faster. */
export function playBackwardsFaster(): void {
  const { player, clock, backwards } = usePlayer.getState();
  if (!player || !clock) return;
  endStretch();
  const speed = backwards === null ? 1 : (rates.find((rate) => rate > backwards) ?? backwards);
  usePlayer.setState({ backwards: speed, starting: false });
  const goesOn = () => usePlayer.getState().player === player && usePlayer.getState().backwards === speed;
  void playBackwards(player, clock, speed, goesOn).then(() => goesOn() && stop());
}

/** Plays frames `[from, to)`: once, ending on the last of them, or over and over. */
export function playFrames(from: number, to: number, loop = false): void {
  usePlayer.setState({ stretch: { from, to, loop } });
  playFrom(from);
}

/** Plays frames `[from, to)` once, and then goes on. */
export function playFramesThen(from: number, to: number, after: () => void): void {
  usePlayer.setState({ stretch: { from, to, loop: false, after } });
  playFrom(from);
}

function playFrom(frame: number): void {
  const { player } = usePlayer.getState();
  if (!player) return;
  usePlayer.setState({ backwards: null, starting: true });
  void player.seek(frame).then(() => {
    const now = usePlayer.getState();
    if (now.player !== player || !now.starting) return;
    usePlayer.setState({ starting: false });
    player.play(now.rate);
  });
}

/** What is played becomes other frames, without a break. */
export function moveStretch(frames: Pick<Stretch, 'from' | 'to'>): void {
  usePlayer.setState(({ stretch }) => ({ stretch: stretch && { ...stretch, ...frames } }));
}

/** Ends the playing of a stretch where it is. */
export function endStretch(): void {
  usePlayer.setState({ stretch: null });
}

usePlayer.subscribe(({ frame, playing, starting, player, stretch }, before) => {
  if (!stretch || !player || frame === before.frame) return;
  // Somebody has gone elsewhere; while it begins to play, a picture from before may still come.
  const isStanding = !playing && !starting && !player.isPlaying;
  if (isStanding && (frame < stretch.from || frame >= stretch.to)) return endStretch();
  if (!playing || frame < stretch.to - 1) return;
  player.pause();
  endOf(stretch, player);
});

function endOf({ from, to, loop, after }: Stretch, player: FramePlayer): void {
  if (loop) return playFrom(from);
  endStretch();
  if (after) return after();
  // A browser under load may be late.
  void player.endOn(to - 1);
}

/** The file was played to its end, which may be that of a stretch; the last frame stays on the screen. */
export function endOfFile(): void {
  const { player, clock, stretch } = usePlayer.getState();
  if (!player || !clock) return;
  endOf(stretch ?? { from: 0, to: clock.times.length, loop: false }, player);
}

export function stepFrames(by: number): void {
  endStretch();
  usePlayer.setState(standing);
  void usePlayer.getState().player?.step(by);
}

export function seekFrame(frame: number): void {
  usePlayer.setState(standing);
  void usePlayer.getState().player?.seek(frame);
}

/** Goes to the frame shown at `seconds` after the first frame; without a picture only the playhead moves. */
export function seekSeconds(seconds: number): void {
  const { player, clock } = usePlayer.getState();
  usePlayer.setState(standing);
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
