import type { Look, Places, Point } from './look';
import { openings } from './props';
import { type ActiveAction, type Food, ramp, type Scene, type Vegetable } from './scene';
import type { Vessel } from './world';

/** What the hands do during an action: where they are, what they hold, what falls or flows. */

export type Tool =
  | 'spoon'
  | 'knife'
  | 'butterKnife'
  | 'milk'
  | 'oil'
  | 'salt'
  | 'water'
  | 'bowl'
  | 'egg'
  | Food
  | `ramekin ${Vegetable}`;

export interface Hand extends Point {
  holds: Tool | null;
  /** Turn of what it holds, in radians. */
  tilt: number;
}

export interface Motion {
  right: Hand;
  left: Hand | null;
  /** A liquid between two points. */
  stream: { from: Point; to: Point; kind: 'water' | 'milk' | 'oil' | 'egg' } | null;
  /** Pieces that fall; `share` 0 to 1 tells how far the fall has come. */
  fall: { from: Point; to: Point; food: Vegetable | 'egg' | 'salt'; share: number } | null;
}

/** Where a tool is gripped and where it pours from, relative to its foot. */
const grips: Record<string, { grip: Point; spout: Point }> = {
  milk: { grip: { x: 8, y: -30 }, spout: { x: -4, y: -66 } },
  oil: { grip: { x: 5, y: -22 }, spout: { x: 0, y: -64 } },
  water: { grip: { x: 15, y: -22 }, spout: { x: -17, y: -44 } },
  salt: { grip: { x: 3, y: -12 }, spout: { x: 0, y: -32 } },
  bowl: { grip: { x: 36, y: -6 }, spout: { x: -36, y: -14 } },
  ramekin: { grip: { x: 10, y: -3 }, spout: { x: -11, y: -9 } },
};

/** Where the hand holds a tool, in pixels from where the tool stands. */
export function gripOf(tool: Tool): Point {
  return grips[tool.split(' ')[0] as string]?.grip ?? { x: 0, y: 0 };
}

/** Where a tool stands when nobody holds it. */
export function homeOf(tool: Tool, places: Places): Point {
  if (tool.startsWith('ramekin ')) return places.ramekins[tool.slice(8) as Vegetable];
  return tool === 'egg' ? places.eggs : places[tool as keyof Places & Tool];
}

/** Turn of a tool at rest. */
export const restTilt = (tool: Tool): number => (tool === 'spoon' ? 2.7 : tool === 'knife' ? 0.25 : 0);

const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const turned = ({ x, y }: Point, angle: number): Point => ({
  x: x * Math.cos(angle) - y * Math.sin(angle),
  y: x * Math.sin(angle) + y * Math.cos(angle),
});
export const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** The middle of a vessel's opening. */
export function openingOf(vessel: Vessel, places: Places): Point {
  return plus(places[vessel], { x: 0, y: -openings[vessel].up });
}

/** 0 while a tool is at home, 1 while it is where it works. */
const away = (progress: number) => ramp(progress, 0, 0.24) - ramp(progress, 0.78, 1);

/** A hand that carries a tool from its home to a place and back, on a low arc. */
function carry(
  tool: Tool,
  to: Point,
  tilt: number,
  progress: number,
  places: Places,
  work: Point = { x: 0, y: 0 },
): Hand {
  const share = away(progress);
  const from = plus(homeOf(tool, places), gripOf(tool));
  const at = between(from, to, share);
  const rest = restTilt(tool);
  return {
    x: at.x + work.x * share,
    y: at.y - 70 * share * (1 - share) + work.y * share,
    holds: tool,
    tilt: rest + (tilt - rest) * ramp(share, 0.4, 1),
  };
}

/** Carries a container over a vessel and tips it; the spout is `drop` above the opening. */
function tip(tool: Tool, vessel: Vessel, drop: number, angle: number, progress: number, places: Places, work?: Point) {
  const { grip, spout } = grips[tool.split(' ')[0] as string] as { grip: Point; spout: Point };
  const opening = openingOf(vessel, places);
  const to = minus(minus(opening, turned(minus(spout, grip), angle)), { x: 0, y: drop });
  const right = carry(tool, to, angle, progress, places, work);
  return { right, from: plus(right, turned(minus(spout, grip), right.tilt)), opening };
}

/** A hand that comes from below the picture, does its part and goes. */
function help(at: Point, progress: number, from = 0.05, to = 0.9, holds: Tool | null = null): Hand {
  const share = ramp(progress, from, from + 0.16) - ramp(progress, to, to + 0.1);
  return { ...between({ x: 190, y: 420 }, at, share), holds, tilt: 0 };
}

type Verb = (action: ActiveAction, scene: Scene, look: Look) => Motion;
const plain = (right: Hand, left: Hand | null = null): Motion => ({ right, left, stream: null, fall: null });
const rhythm = (action: ActiveAction, look: Look, hertz: number) => action.seconds * hertz * look.tempo * Math.PI * 2;

const verbs: Record<string, Verb> = {
  cut(action, scene, look) {
    const { places } = look;
    const { progress } = action;
    const food = action.noun as Food;
    const beat = Math.abs(Math.sin(rhythm(action, look, 1.4)));
    const edge = 20 - 38 * (scene.board?.cut ?? 0);
    const to = plus(places.board, { x: edge + 22, y: 18 });
    const right = carry('knife', to, 0.75, progress * 0.98, places, { x: 4 * beat, y: -12 * beat });
    right.tilt += 0.22 * beat * away(progress);
    const hold = plus(places.board, { x: Math.min(-14, edge - 24), y: 5 });
    const item = places[food];
    const bring = between(item, hold, ramp(progress, 0.1, 0.2));
    const sweep = food === 'bread' ? places.plate : places.ramekins[food];
    const at = between(bring, sweep, ramp(progress, 0.86, 0.98));
    return plain(right, help(at, progress, -0.06, 0.94, progress < 0.16 ? food : null));
  },
  wash(action, _scene, look) {
    const { places } = look;
    const under = plus(places.sink, { x: -8, y: -14 });
    const turn = rhythm(action, look, 1.2);
    const work = { x: 5 * Math.sin(turn), y: 3 * Math.cos(turn) };
    const right = carry(action.noun as Food, under, 0.5 * Math.sin(turn), action.progress, places, work);
    const left = help(plus(under, { x: -14 - work.x, y: 10 - work.y }), action.progress, 0.14, 0.74);
    return plain(right, left);
  },
  add(action, _scene, look) {
    const { places } = look;
    const { progress } = action;
    const vessel = action.segment.vessel;
    if (action.noun === 'egg') return addEgg(action, look);
    const salt = action.noun === 'salt';
    const shake = Math.sin(rhythm(action, look, 2.2));
    const tool: Tool = salt ? 'salt' : `ramekin ${action.noun as Vegetable}`;
    const work = salt ? { x: 3 * shake, y: -5 * shake } : { x: shake, y: -2 * shake };
    const { right, from, opening } = tip(tool, vessel, salt ? 26 : 18, salt ? -2.5 : -1.9, progress, places, work);
    const falling = progress > 0.36 && progress < 0.8;
    const share = (action.seconds * 1.8) % 1;
    const food = action.noun as Vegetable | 'salt';
    return { right, left: null, stream: null, fall: falling ? { from, to: opening, food, share } : null };
  },
  stir(action, _scene, look) {
    const vessel = action.segment.vessel;
    const opening = openingOf(vessel, look.places);
    const turn = rhythm(action, look, 0.9);
    const work = { x: openings[vessel].rx * 0.5 * Math.cos(turn), y: openings[vessel].ry * 0.5 * Math.sin(turn) };
    const right = carry(
      'spoon',
      plus(opening, { x: 18, y: -30 }),
      0.1 * Math.sin(turn),
      action.progress,
      look.places,
      work,
    );
    const left = vessel === 'bowl' ? help(plus(look.places.bowl, { x: -40, y: 2 }), action.progress) : null;
    return plain(right, left);
  },
  pour(action, _scene, look) {
    const kind = action.noun as 'water' | 'milk' | 'oil' | 'egg';
    const tool: Tool = kind === 'egg' ? 'bowl' : kind;
    const angle = kind === 'egg' ? -1.1 : -1.75;
    const { right, from, opening } = tip(tool, action.segment.vessel, 24, angle, action.progress, look.places);
    const flows = action.progress > 0.3 && action.progress < 0.77;
    return { right, left: null, stream: flows ? { from, to: opening, kind } : null, fall: null };
  },
  open: (_action, scene) => plain({ ...doorHandle(scene.fridge), holds: null, tilt: 0 }),
  close: (_action, scene) => plain({ ...doorHandle(scene.fridge), holds: null, tilt: 0 }),
  spread(action, _scene, look) {
    const { places } = look;
    const turn = rhythm(action, look, 0.8);
    const work = { x: 15 * Math.sin(turn), y: 3 * Math.cos(turn) };
    const right = carry('butterKnife', plus(places.plate, { x: 30, y: -6 }), 0.1, action.progress, places, work);
    return plain(right, help(plus(places.plate, { x: -34, y: -2 }), action.progress));
  },
};

function addEgg(action: ActiveAction, look: Look): Motion {
  const opening = openingOf(action.segment.vessel, look.places);
  const open = ramp(action.progress, 0.46, 0.56);
  const knock = action.progress < 0.46 ? Math.abs(Math.sin(rhythm(action, look, 1.1))) * 8 : 0;
  const right = carry('egg', plus(opening, { x: 8 + 8 * open, y: -20 }), 0.6 * open, action.progress, look.places, {
    x: 0,
    y: -knock,
  });
  const left = help(plus(opening, { x: -14 - 8 * open, y: -18 }), action.progress, 0.26, 0.7);
  const share = (action.progress - 0.5) / 0.16;
  const falls = share > 0 && share < 1;
  return {
    right,
    left,
    stream: null,
    fall: falls ? { from: plus(opening, { x: 0, y: -22 }), to: opening, food: 'egg', share } : null,
  };
}

/** Where the handle of the fridge is when the door is open that far; the hinge is on the left. */
export function doorHandle(open: number): Point {
  const angle = open * 1.35;
  return { x: 72 + 116 * Math.cos(angle), y: 84 + 24 * Math.sin(angle) };
}

/** Hands and flows of the running action. */
export function motionOf(action: ActiveAction, scene: Scene, look: Look): Motion {
  return (verbs[action.verb] as Verb)(action, scene, look);
}
