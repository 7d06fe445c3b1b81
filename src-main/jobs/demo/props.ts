import type { Context2D } from '../../video/canvas';
import { type Colour, css } from './look';
import { blend, box, ellipse, line, polygon } from './shapes';

/**
 * Vessels, containers and tools. Each is drawn round the origin: what stands has its foot there, what a hand holds has
 * its grip there. Vessels are in two halves, so that their contents lie between rim and wall.
 */

/** Half-widths of the opening of each vessel, and how far above the foot it lies. */
export const openings = {
  pot: { rx: 34, ry: 17, up: 20 },
  pan: { rx: 36, ry: 22, up: 4 },
  bowl: { rx: 36, ry: 16, up: 14 },
  plate: { rx: 42, ry: 17, up: 2 },
  cup: { rx: 14, ry: 6.5, up: 22 },
  cup2: { rx: 14, ry: 6.5, up: 22 },
} as const;

const steel = (ctx: Context2D, half: number) =>
  blend(ctx, -half, 0, half, 0, '#9da5a8', '#e6eaeb', '#cdd3d5', '#8b9396');

export function drawPot(ctx: Context2D): void {
  box(ctx, -50, -12, 100, 6, 3, '#33373a');
  ctx.beginPath();
  ctx.moveTo(-38, -20);
  ctx.lineTo(-36, 16);
  ctx.quadraticCurveTo(0, 34, 36, 16);
  ctx.lineTo(38, -20);
  ctx.fillStyle = steel(ctx, 38);
  ctx.fill();
  ellipse(ctx, 0, -20, 38, 20, '#b4bbbe');
  ellipse(ctx, 0, -19, 34, 17, '#5b6265');
}

export function drawPan(ctx: Context2D): void {
  line(
    ctx,
    [
      [-30, 18],
      [-62, 46],
    ],
    10,
    '#26282a',
  );
  ellipse(ctx, 0, 0, 44, 29, '#55595e');
  ellipse(ctx, 0, -2, 42, 27, '#3e4246');
  ellipse(ctx, 0, -3, 37, 23, '#2d3033');
}

export function drawBowl(ctx: Context2D): void {
  ctx.beginPath();
  ctx.moveTo(-40, -14);
  ctx.bezierCurveTo(-36, 22, 36, 22, 40, -14);
  ctx.fillStyle = blend(ctx, -40, 0, 40, 0, '#d7d3c8', '#faf8f1', '#c3bfb3');
  ctx.fill();
  ellipse(ctx, 0, -14, 40, 18, '#f5f2e9');
  ellipse(ctx, 0, -13, 36, 15.5, '#d5d0c3');
}

export function drawPlate(ctx: Context2D): void {
  ellipse(ctx, 0, 2, 46, 19, '#b9bcbd');
  ellipse(ctx, 0, 0, 46, 19, '#f4f3ee');
  ellipse(ctx, 0, 0, 33, 13, '#e3e1d9');
}

export function drawCup(ctx: Context2D, colour: Colour): void {
  ctx.beginPath();
  ctx.ellipse(18, -10, 8, 8, 0, 0, Math.PI * 2);
  ctx.lineWidth = 4;
  ctx.strokeStyle = css(colour, -6);
  ctx.stroke();
  box(ctx, -16, -22, 32, 30, 5, blend(ctx, -16, 0, 16, 0, css(colour, 4), css(colour, 14), css(colour, -8)));
  ellipse(ctx, 0, -22, 16, 7.5, css(colour, 20));
  ellipse(ctx, 0, -22, 14, 6, css(colour, -22));
}

/** A small bowl that does not show from the side what is in it. */
export function drawRamekin(ctx: Context2D): void {
  ctx.beginPath();
  ctx.moveTo(-12, -9);
  ctx.lineTo(-9.5, 3);
  ctx.quadraticCurveTo(0, 7, 9.5, 3);
  ctx.lineTo(12, -9);
  ctx.fillStyle = blend(ctx, -12, 0, 12, 0, '#c9c7c1', '#f7f5ef', '#b5b2aa');
  ctx.fill();
  ellipse(ctx, 0, -9, 12, 5, '#efece5');
  ellipse(ctx, 0, -8.6, 10, 3.8, '#b7b2a8');
}

export function drawCarton(ctx: Context2D, colour: Colour): void {
  polygon(
    ctx,
    [
      [-14, -58],
      [14, -58],
      [8, -70],
      [-8, -70],
    ],
    '#e9ecef',
  );
  box(ctx, -14, -58, 28, 60, 2, blend(ctx, -14, 0, 14, 0, '#ffffff', '#f3f4f6', '#cfd3d8'));
  ctx.fillStyle = css(colour);
  ctx.fillRect(-14, -38, 28, 17);
}

export function drawOilBottle(ctx: Context2D): void {
  box(ctx, -4, -58, 8, 26, 2, '#c9ad45');
  box(ctx, -5, -66, 10, 9, 2, '#3f4a2d');
  box(ctx, -10, -38, 20, 40, 5, blend(ctx, -10, 0, 10, 0, '#a8871f', '#dcc052', '#94751a'));
}

export function drawSaltShaker(ctx: Context2D): void {
  box(ctx, -8, -26, 16, 28, 3, blend(ctx, -8, 0, 8, 0, '#e4e6e8', '#ffffff', '#c5c9cd'));
  box(ctx, -9, -32, 18, 8, 3, '#868d91');
}

export function drawWaterJug(ctx: Context2D): void {
  ctx.beginPath();
  ctx.ellipse(14, -22, 8, 13, 0, 0, Math.PI * 2);
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = 'rgba(190, 214, 220, 0.9)';
  ctx.stroke();
  box(ctx, -13, -44, 26, 46, 4, 'rgba(214, 232, 236, 0.85)');
  box(ctx, -11, -32, 22, 32, 3, 'rgba(150, 196, 214, 0.75)');
  polygon(
    ctx,
    [
      [-13, -44],
      [-19, -46],
      [-13, -37],
    ],
    'rgba(214, 232, 236, 0.9)',
  );
}

/** Blade to the upper left of the grip. */
export function drawKnife(ctx: Context2D): void {
  line(
    ctx,
    [
      [0, 0],
      [16, 3],
    ],
    7,
    '#3a2e28',
  );
  polygon(
    ctx,
    [
      [0, -4],
      [-46, -7],
      [-52, -2],
      [-44, 4],
      [0, 5],
    ],
    blend(ctx, 0, -6, 0, 5, '#eef1f2', '#a9b1b5'),
  );
}

export function drawButterKnife(ctx: Context2D): void {
  line(
    ctx,
    [
      [0, 0],
      [16, 2],
    ],
    6,
    '#7b5a3c',
  );
  line(
    ctx,
    [
      [-3, 0],
      [-34, -2],
    ],
    7,
    '#c9cfd2',
  );
}

/** The jar in which the spoon stands. */
export function drawSpoonJar(ctx: Context2D): void {
  box(ctx, -13, -26, 26, 32, 4, blend(ctx, -13, 0, 13, 0, '#6d8186', '#93a6aa', '#56686c'));
  ellipse(ctx, 0, -26, 13, 4, '#46565a');
}

/** A wooden spoon, its bowl at the lower end. */
export function drawSpoon(ctx: Context2D): void {
  line(
    ctx,
    [
      [6, -12],
      [-16, 30],
    ],
    4.5,
    '#a7763f',
  );
  ellipse(ctx, -20, 37, 6, 9, '#b98850', 0.5);
}
