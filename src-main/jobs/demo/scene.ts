import { type ClipScript, type ScriptSegment, ticksPerSecond } from './script';
import { type DemoAction, type Vessel, vessels } from './world';

/** What stands where and how full at a tick of a clip: the script played forward, with the running action half done. */

export const foods = ['carrot', 'onion', 'tomato', 'bread'] as const;
export type Food = (typeof foods)[number];
export const vegetables = ['carrot', 'onion', 'tomato'] as const;
export type Vegetable = (typeof vegetables)[number];
export type Liquid = 'water' | 'milk' | 'oil' | 'egg';

export interface Contents {
  liquid: Record<Liquid, number>;
  bits: Record<Vegetable, number>;
  /** 0 as poured, 1 stirred to one colour. */
  mixed: number;
  /** Turn of the contents in radians, by stirring. */
  turn: number;
  bread: number;
  butter: number;
}

export interface Scene {
  /** How far the door is open, 0 to 1. */
  fridge: number;
  tap: number;
  board: { food: Food; cut: number } | null;
  /** How full the small opaque bowls of cut vegetables are. */
  ramekins: Record<Vegetable, number>;
  /** Whole foods that lie on the counter. */
  counter: Set<Food>;
  vessels: Record<Vessel, Contents>;
  eggs: number;
  active: ActiveAction | null;
}

export interface ActiveAction {
  segment: ScriptSegment;
  verb: string;
  noun: string;
  /** Share of the action that is done, 0 to 1. */
  progress: number;
  /** Seconds since its start. */
  seconds: number;
}

/** 0 before `from`, 1 after `to`, smooth between. */
export function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** The scene at a tick. */
export function sceneAt(script: ClipScript, tick: number): Scene {
  const scene: Scene = {
    fridge: 0,
    tap: 0,
    board: null,
    ramekins: { carrot: 0, onion: 0, tomato: 0 },
    counter: new Set(foods),
    vessels: Object.fromEntries(vessels.map((name) => [name, emptyContents()])) as Record<Vessel, Contents>,
    eggs: 4,
    active: null,
  };
  for (const segment of script.segments) {
    if (tick < segment.start) break;
    const progress = Math.min(1, (tick - segment.start) / (segment.end - segment.start));
    const [verb, noun] = splitAction(segment.action);
    const seconds = (Math.min(tick, segment.end) - segment.start) / ticksPerSecond;
    effects[verb]?.(scene, { segment, verb, noun, progress, seconds });
    if (progress < 1) scene.active = { segment, verb, noun, progress, seconds };
  }
  return scene;
}

/** `cut onion` as its verb and noun. */
export function splitAction(action: DemoAction): [verb: string, noun: string] {
  return action.split(' ') as [string, string];
}

function emptyContents(): Contents {
  return {
    liquid: { water: 0, milk: 0, oil: 0, egg: 0 },
    bits: { carrot: 0, onion: 0, tomato: 0 },
    mixed: 0,
    turn: 0,
    bread: 0,
    butter: 0,
  };
}

const effects: Record<string, (scene: Scene, action: ActiveAction) => void> = {
  cut(scene, { noun, progress }) {
    const food = noun as Food;
    scene.counter.delete(food);
    scene.board = progress > 0.16 && progress < 1 ? { food, cut: ramp(progress, 0.2, 0.84) } : null;
    if (food === 'bread') scene.vessels.plate.bread = ramp(progress, 0.9, 1);
    else scene.ramekins[food] = ramp(progress, 0.86, 1);
  },
  wash(scene, { noun, progress }) {
    if (progress < 1) scene.counter.delete(noun as Food);
    else scene.counter.add(noun as Food);
    scene.tap = ramp(progress, 0.2, 0.25) - ramp(progress, 0.8, 0.85);
  },
  add(scene, { segment, noun, progress }) {
    const contents = scene.vessels[segment.vessel];
    if (noun === 'salt') return;
    if (noun === 'egg') {
      scene.eggs -= 1;
      contents.liquid.egg += ramp(progress, 0.5, 0.66) * 0.4;
      contents.mixed *= 1 - ramp(progress, 0.5, 0.66);
      return;
    }
    scene.ramekins[noun as Vegetable] = 1 - ramp(progress, 0.4, 0.75);
    contents.bits[noun as Vegetable] = ramp(progress, 0.42, 0.8);
  },
  stir(scene, { segment, progress, seconds }) {
    const contents = scene.vessels[segment.vessel];
    contents.mixed = Math.max(contents.mixed, ramp(progress, 0.2, 0.8));
    contents.turn += seconds * 1.2;
  },
  pour(scene, { segment, noun, progress }) {
    const contents = scene.vessels[segment.vessel];
    const poured = ramp(progress, 0.32, 0.76);
    const amount = { water: 0.7, milk: 0.3, oil: 0.25, egg: 0.8 }[noun as Liquid];
    contents.liquid[noun as Liquid] += amount * poured;
    contents.mixed = noun === 'egg' ? 1 : contents.mixed * (1 - poured);
    if (noun === 'egg') {
      const bowl = scene.vessels.bowl;
      bowl.liquid.egg *= 1 - poured;
      bowl.liquid.milk *= 1 - poured;
    }
  },
  open(scene, { progress }) {
    scene.fridge = ramp(progress, 0.2, 0.9);
  },
  close(scene, { progress }) {
    scene.fridge = 1 - ramp(progress, 0.15, 0.85);
  },
  spread(scene, { progress }) {
    scene.vessels.plate.butter = ramp(progress, 0.25, 0.9);
  },
};
