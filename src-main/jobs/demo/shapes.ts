import type { Context2D } from '../../video/canvas';

/** The few strokes that everything in the kitchen is drawn with. */

export type Fill = string | CanvasGradientLike;
type CanvasGradientLike = ReturnType<Context2D['createLinearGradient']>;

/** @param turn radians clockwise */
export function ellipse(ctx: Context2D, x: number, y: number, rx: number, ry: number, fill: Fill, turn = 0): void {
  ctx.beginPath();
  ctx.ellipse(x, y, Math.max(0, rx), Math.max(0, ry), turn, 0, Math.PI * 2);
  ctx.fillStyle = fill;
  ctx.fill();
}

/** A rectangle with round corners. */
export function box(ctx: Context2D, x: number, y: number, w: number, h: number, radius: number, fill: Fill): void {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, radius);
  ctx.fillStyle = fill;
  ctx.fill();
}

/** A closed shape through points. */
export function polygon(ctx: Context2D, points: readonly (readonly [number, number])[], fill: Fill): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
}

/** A round-ended line through points. */
export function line(
  ctx: Context2D,
  points: readonly (readonly [number, number])[],
  width: number,
  stroke: Fill,
): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.strokeStyle = stroke;
  ctx.stroke();
}

/** Linear gradient from one point to another through evenly spaced colours. */
export function blend(ctx: Context2D, x0: number, y0: number, x1: number, y1: number, ...colours: string[]): Fill {
  const gradient = ctx.createLinearGradient(x0, y0, x1, y1);
  colours.forEach((colour, i) => gradient.addColorStop(i / (colours.length - 1), colour));
  return gradient;
}

/** A soft shadow on the counter. */
export function shadow(ctx: Context2D, x: number, y: number, rx: number, ry: number, strength = 0.3): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(1, ry / rx);
  const gradient = ctx.createRadialGradient(0, 0, rx * 0.4, 0, 0, rx);
  gradient.addColorStop(0, `rgba(40, 20, 0, ${strength})`);
  gradient.addColorStop(1, 'rgba(40, 20, 0, 0)');
  ellipse(ctx, 0, 0, rx, rx, gradient);
  ctx.restore();
}

/** Draws with the origin at a point, turned by an angle in radians. */
export function placed(ctx: Context2D, x: number, y: number, turn: number, draw: () => void): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  draw();
  ctx.restore();
}
