import { Rng } from '../../common/rng';
import type { Look, Places, Point } from './look';
import { between, type Hand, type Motion, motionOf } from './motion';
import { ramp, sceneAt, type Scene } from './scene';
import { type ClipScript, type ScriptSegment, ticksPerSecond } from './script';

/** Both hands at any tick: during actions as the verb moves them, in the pauses on their way to the next thing. */

const rest: Point = { x: 404, y: 396 };

/** Reaches that lead to nothing, so that a hand near a tool is not yet an action. */
const idleReaches = [
  'knife',
  'milk',
  'oil',
  'salt',
  'water',
  'pot',
  'pan',
  'board',
  'sink',
  'bowl',
  'butterKnife',
] as const;

/** Hands and flows at a tick. */
export function handsAt(script: ClipScript, tick: number, scene: Scene, look: Look): Motion {
  if (scene.active) return motionOf(scene.active, scene, look);
  const next = script.segments.find((segment) => segment.start > tick);
  const before = script.segments.filter((segment) => segment.end <= tick);
  const last = before[before.length - 1];
  const from = last ? last.end : 0;
  const until = next ? next.start : script.ticks;
  const share = (tick - from) / (until - from);
  const a = last ? pointAt(script, last, last.end - 1, look) : rest;
  const b = next ? pointAt(script, next, next.start, look) : rest;
  const via = viaPoint(script.seed + from, until - from, look.places);
  const at = share < 0.5 ? between(a, via, ramp(share, 0, 0.5)) : between(via, b, ramp(share, 0.5, 1));
  const right: Hand = { ...at, holds: null, tilt: 0 };
  return { right, left: null, stream: null, fall: null };
}

/** Where the right hand is at a tick of a segment. */
function pointAt(script: ClipScript, segment: ScriptSegment, tick: number, look: Look): Point {
  const scene = sceneAt(script, tick);
  const active = scene.active;
  if (!active) throw new Error(`internal: no action at tick ${tick} of ${segment.action}`);
  const { x, y } = motionOf(active, scene, look).right;
  return { x, y };
}

function viaPoint(seed: number, ticks: number, places: Places): Point {
  const rng = new Rng(seed, 'pause');
  if (ticks < 0.9 * ticksPerSecond) return { x: rng.between(300, 420), y: rng.between(250, 300) };
  if (rng.next() < 0.45) return rest;
  const place = places[rng.pick(idleReaches)];
  return { x: place.x + rng.between(-14, 14), y: place.y + rng.between(-6, 16) };
}
