import type { SplitName } from '../../common/domain/project';
import { Rng } from '../../common/rng';
import { type DemoAction, type DemoTask, demoTasks, perform, type Vessel, vesselOf } from './world';

/**
 * Scripts of the demo's clips: which action is seen from which tick to which. A seed gives all of them; a script says
 * everything that a clip shows, so the ground truth is known exactly.
 */

/** Shortest and longest time of a verb, in seconds. */
const durations: Record<string, readonly [number, number]> = {
  cut: [3.5, 6.5],
  add: [2.4, 4],
  stir: [3, 6.5],
  pour: [2.6, 4.4],
  wash: [2.8, 5],
  open: [2, 2.6],
  close: [2, 2.4],
  spread: [3.5, 6],
};

/** Script time is counted in ticks of 1/25 s. */
export const ticksPerSecond = 25;

export interface ScriptSegment {
  action: DemoAction;
  /** Half-open, in ticks. */
  start: number;
  end: number;
  vessel: Vessel;
}

export interface ClipScript {
  id: string;
  task: DemoTask;
  split: SplitName;
  /** Fixes how the clip looks. */
  seed: number;
  ticks: number;
  segments: ScriptSegment[];
  /** The ticks that become frames, sorted; all of them at constant rate. A segment's boundary is always one. */
  frames: number[];
}

/** The split of the demo, in the order of the clips. */
const splitPattern: SplitName[] = [
  ...Array<SplitName>(26).fill('train'),
  ...Array<SplitName>(4).fill('val'),
  ...Array<SplitName>(10).fill('test'),
];

/** Scripts of all clips: 26 to train, 4 to validate, 10 to test, 40 to 90 s each. */
export function demoScripts(seed: number): ClipScript[] {
  const rng = new Rng(seed, 'kitchen');
  const tasks = splitPattern.map((_, i) => demoTasks[i % demoTasks.length] as DemoTask);
  const order = rng.shuffle(splitPattern.map((_, i) => i));
  return order.map((from, i) => {
    const id = `${tasks[from]}-${String(i + 1).padStart(2, '0')}`;
    return writeScript(id, tasks[from] as DemoTask, splitPattern[from] as SplitName, i % 5 === 3, rng);
  });
}

function writeScript(id: string, task: DemoTask, split: SplitName, variable: boolean, rng: Rng): ClipScript {
  for (;;) {
    const segments = timeSegments(task, perform(task, rng), rng);
    const ticks = (segments[segments.length - 1] as ScriptSegment).end + pause(rng);
    if (ticks < 40 * ticksPerSecond || ticks > 90 * ticksPerSecond) continue;
    const frames = variable ? thinFrames(ticks, segments, rng) : allTicks(ticks);
    return { id, task, split, seed: rng.uint32(), ticks, segments, frames };
  }
}

/** A pause between actions is background, 0.5 to 2.3 s. */
const pause = (rng: Rng) => Math.round(rng.between(0.5, 2.3) * ticksPerSecond);

function timeSegments(task: DemoTask, actions: readonly DemoAction[], rng: Rng): ScriptSegment[] {
  const pace = rng.between(0.8, 1.1);
  let at = 0;
  return actions.map((action, i) => {
    const [low, high] = durations[action.split(' ')[0] as string] as readonly [number, number];
    const start = at + pause(rng);
    const seconds = Math.min(9, Math.max(2, rng.between(low, high) * pace));
    at = start + Math.round(seconds * ticksPerSecond);
    const cupsStirred = actions.slice(0, i).filter((earlier) => earlier === 'stir cup').length;
    return { action, start, end: at, vessel: vesselOf(task, action, cupsStirred) };
  });
}

const allTicks = (ticks: number) => Array.from({ length: ticks }, (_, tick) => tick);

/** Variable rate: stretches of the clip keep every second tick only, as a phone does in poor light. */
function thinFrames(ticks: number, segments: readonly ScriptSegment[], rng: Rng): number[] {
  const needed = new Set([ticks - 2, ticks - 1, ...segments.flatMap((segment) => [segment.start, segment.end])]);
  let slow = false;
  let left = 0;
  return allTicks(ticks).filter((tick) => {
    if (left-- === 0) {
      slow = !slow;
      left = 40 + rng.below(160);
    }
    return !slow || tick % 2 === 0 || needed.has(tick);
  });
}

/** Index of the frame that a boundary tick begins with; the end of the clip is the number of frames. */
export function frameOfTick(script: ClipScript, tick: number): number {
  const index = script.frames.findIndex((kept) => kept >= tick);
  return index < 0 ? script.frames.length : index;
}
