import { Rng } from '../../common/rng';
import type { Vegetable } from './scene';
import type { Vessel } from './world';

/**
 * How one clip differs from another: colours, light, camera, and where things stand. Lengths are pixels of 640 x 360.
 */

/** Hue in degrees, saturation and lightness in percent. */
export type Colour = readonly [hue: number, saturation: number, lightness: number];

/** The colour as CSS, made lighter or darker. */
export function css([hue, saturation, lightness]: Colour, lighter = 0, alpha = 1): string {
  const light = Math.min(100, Math.max(0, lightness + lighter));
  return `hsla(${hue.toFixed(1)}, ${saturation.toFixed(1)}%, ${light.toFixed(1)}%, ${alpha})`;
}

export interface Point {
  x: number;
  y: number;
}

export type Distractor = 'plant' | 'clock' | 'poster' | 'towel' | 'jars' | 'lemons' | 'cloth' | 'hooks';

export interface Look {
  wall: Colour;
  counter: Colour;
  board: Colour;
  sleeve: Colour;
  skin: Colour;
  mug: Colour;
  carton: Colour;
  /** Tint laid over everything: colour and strength. */
  light: { colour: Colour; strength: number };
  camera: { x: number; y: number; zoom: number };
  tileWidth: number;
  distractors: Distractor[];
  /** Speed of the hand's own rhythm, about 1. */
  tempo: number;
  places: Places;
}

export interface Places extends Record<Vessel, Point> {
  board: Point;
  ramekins: Record<Vegetable, Point>;
  sink: Point;
  fridgeHandle: Point;
  milk: Point;
  oil: Point;
  salt: Point;
  water: Point;
  spoon: Point;
  knife: Point;
  butterKnife: Point;
  eggs: Point;
  carrot: Point;
  onion: Point;
  tomato: Point;
  bread: Point;
}

/** The look of a clip, from its seed. */
export function lookOf(seed: number): Look {
  const rng = new Rng(seed, 'look');
  const around = (colour: Colour, hue: number, saturation: number, lightness: number): Colour => [
    (colour[0] + rng.between(-hue, hue) + 360) % 360,
    colour[1] + rng.between(-saturation, saturation),
    colour[2] + rng.between(-lightness, lightness),
  ];
  const distractors: Distractor[] = ['plant', 'clock', 'poster', 'towel', 'jars', 'lemons', 'cloth', 'hooks'];
  return {
    wall: around(
      rng.pick<Colour>([
        [80, 14, 82],
        [200, 16, 82],
        [30, 22, 84],
        [150, 12, 80],
      ]),
      10,
      5,
      3,
    ),
    counter: around(
      rng.pick<Colour>([
        [30, 42, 51],
        [26, 36, 44],
        [34, 38, 60],
      ]),
      4,
      6,
      3,
    ),
    board: around([35, 58, 69], 4, 6, 4),
    sleeve: around(
      rng.pick<Colour>([
        [184, 24, 36],
        [184, 24, 36],
        [214, 26, 40],
        [350, 30, 42],
      ]),
      8,
      4,
      3,
    ),
    skin: around([24, 52, 70], 4, 5, 7),
    mug: around(
      rng.pick<Colour>([
        [208, 40, 55],
        [12, 45, 58],
        [150, 22, 50],
      ]),
      8,
      5,
      4,
    ),
    carton: around([212, 52, 56], 12, 6, 4),
    light: {
      colour: rng.pick<Colour>([
        [40, 90, 55],
        [215, 60, 50],
        [25, 80, 50],
      ]),
      strength: rng.between(0.02, 0.1),
    },
    camera: { x: rng.between(-10, 10), y: rng.between(-6, 6), zoom: rng.between(1, 1.07) },
    tileWidth: rng.between(42, 56),
    distractors: rng.shuffle(distractors).slice(0, 3 + rng.below(3)),
    tempo: rng.between(0.85, 1.2),
    places: placesOf(rng),
  };
}

function placesOf(rng: Rng): Places {
  const near = (x: number, y: number, by = 4): Point => ({
    x: x + rng.between(-by, by),
    y: y + rng.between(-by, by) / 2,
  });
  const hob = rng.shuffle([near(188, 240, 2), near(252, 200, 2)]) as [Point, Point];
  const back = rng.shuffle([300, 328, 356, 388]) as [number, number, number, number];
  const small = rng.shuffle([304, 332, 360]) as [number, number, number];
  const front = rng.shuffle([170, 204, 236]) as [number, number, number];
  return {
    pan: hob[0],
    pot: hob[1],
    plate: near(270, 326),
    bowl: near(352, 324),
    cup: near(414, 312, 3),
    cup2: near(454, 322, 3),
    board: near(349, 222),
    ramekins: { carrot: near(small[0], 286, 2), onion: near(small[1], 286, 2), tomato: near(small[2], 286, 2) },
    sink: near(462, 220, 3),
    fridgeHandle: { x: 187, y: 84 },
    milk: near(back[0], 162, 3),
    oil: near(back[1], 162, 3),
    salt: near(back[2], 162, 3),
    water: near(back[3], 162, 3),
    spoon: near(266, 128, 2),
    knife: near(404, 278, 2),
    butterKnife: near(222, 340, 2),
    eggs: near(490, 290),
    carrot: near(front[0], 298, 2),
    onion: near(front[1], 298, 2),
    tomato: near(front[2], 298, 2),
    bread: near(184, 328, 3),
  };
}
