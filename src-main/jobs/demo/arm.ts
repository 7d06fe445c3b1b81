import type { Context2D } from '../../video/canvas';
import { type Colour, css, type Point } from './look';
import { ellipse, line, placed } from './shapes';

/** An arm in a sleeve, reaching in from below the picture. */

export interface ArmColours {
  sleeve: Colour;
  skin: Colour;
}

interface Rib {
  x: number;
  y: number;
  /** Unit vector across the arm. */
  nx: number;
  ny: number;
  half: number;
}

/**
 * Draws sleeve, cuff and forearm; the hand is drawn over what it holds, by `drawHand`.
 * Returns the direction of the hand.
 */
export function drawArm(ctx: Context2D, shoulder: Point, hand: Point, colours: ArmColours, bend: number): number {
  const ribs = ribsOf(shoulder, hand, bend);
  ctx.save();
  ctx.translate(7, 9);
  ribbon(ctx, ribs, 1, 'rgba(40, 22, 4, 0.2)');
  ctx.restore();
  const cuff = Math.round(ribs.length * 0.74);
  ribbon(ctx, ribs.slice(cuff - 1), 0.8, css(colours.skin, -4));
  ribbon(ctx, ribs.slice(cuff - 1), 0.46, css(colours.skin, 4), -0.2);
  const end = ribs[cuff] as Rib;
  const sleeve = ribs.slice(0, cuff + 1);
  ellipse(ctx, end.x, end.y, end.half, end.half, css(colours.sleeve, -9));
  ribbon(ctx, sleeve, 1, css(colours.sleeve, -9));
  ribbon(ctx, sleeve, 0.74, css(colours.sleeve), -0.16);
  ribbon(ctx, sleeve, 0.3, css(colours.sleeve, 6), -0.4);
  const last = ribs[ribs.length - 1] as Rib;
  return Math.atan2(-last.nx, last.ny);
}

function ribsOf(shoulder: Point, hand: Point, bend: number): Rib[] {
  const dx = hand.x - shoulder.x;
  const dy = hand.y - shoulder.y;
  const elbow = { x: (shoulder.x + hand.x) / 2 - dy * bend, y: (shoulder.y + hand.y) / 2 + dx * bend };
  return Array.from({ length: 17 }, (_, i) => {
    const t = i / 16;
    const at = (a: number, b: number, c: number) => (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c;
    const slope = (a: number, b: number, c: number) => (1 - t) * (b - a) + t * (c - b);
    const sx = slope(shoulder.x, elbow.x, hand.x);
    const sy = slope(shoulder.y, elbow.y, hand.y);
    const length = Math.hypot(sx, sy) || 1;
    return {
      x: at(shoulder.x, elbow.x, hand.x),
      y: at(shoulder.y, elbow.y, hand.y),
      nx: -sy / length,
      ny: sx / length,
      half: 25 - 14.5 * t,
    };
  });
}

/** A band along the ribs: `width` is a share of the arm's, `aside` shifts it across. */
function ribbon(ctx: Context2D, ribs: readonly Rib[], width: number, fill: string, aside = 0): void {
  ctx.beginPath();
  for (const rib of ribs)
    ctx.lineTo(rib.x + rib.nx * rib.half * (aside + width), rib.y + rib.ny * rib.half * (aside + width));
  for (const rib of [...ribs].reverse()) {
    ctx.lineTo(rib.x + rib.nx * rib.half * (aside - width), rib.y + rib.ny * rib.half * (aside - width));
  }
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
}

/** A hand at the end of an arm that points along `direction`; a fist where it holds something. */
export function drawHand(
  ctx: Context2D,
  hand: Point,
  direction: number,
  skin: Colour,
  fist: boolean,
  leftHand: boolean,
): void {
  placed(ctx, hand.x, hand.y, direction, () => {
    ctx.scale(1, leftHand ? -1 : 1);
    line(ctx, [[-4, -7], [7, -13], fist ? [12, -8] : [15, -13]], 6.5, css(skin, -7));
    ellipse(ctx, 1, 0, 12, 11, css(skin, -3));
    const reach = fist ? 11 : 19;
    for (let finger = 0; finger < 4; finger++) {
      const y = -8 + finger * 5.2;
      const tip = reach - Math.abs(finger - 1.3) * 1.6;
      line(
        ctx,
        [
          [4, y * 0.9],
          [tip, y * (fist ? 0.95 : 1.15)],
        ],
        5.6,
        css(skin, finger % 2 === 0 ? 0 : -3),
      );
      ellipse(ctx, tip + 0.6, y * (fist ? 0.95 : 1.15), 2.2, 2, css(skin, 6));
    }
    ellipse(ctx, -1, 1, 8.5, 7.5, css(skin, 2));
  });
}
