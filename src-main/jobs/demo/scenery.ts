import { Rng } from '../../common/rng';
import type { Context2D } from '../../video/canvas';
import { drawDistractors } from './distractors';
import { css, type Look, type Point } from './look';
import { blend, box, ellipse, line, polygon, shadow } from './shapes';

/** All of the kitchen that does not move, drawn once a clip: wall, fridge, counter, hob, board, sink. */

/** Where the counter meets the wall. */
export const counterTop = 138;

export function drawScenery(ctx: Context2D, look: Look, seed: number): void {
  ctx.fillStyle = css(look.counter); // nothing shines through at soft edges
  ctx.fillRect(-40, -40, 720, 440);
  drawWall(ctx, look);
  drawFridge(ctx);
  drawCounter(ctx, look, new Rng(seed, 'grain'));
  drawDistractors(ctx, look);
  drawHob(ctx, look.places.pot, look.places.pan);
  drawBoard(ctx, look);
  drawSink(ctx, look.places.sink);
}

function drawWall(ctx: Context2D, look: Look): void {
  ctx.fillStyle = blend(ctx, 0, 0, 640, 60, css(look.wall, -6), css(look.wall, 2), css([42, 40, 84]));
  ctx.fillRect(-20, -20, 680, counterTop + 20);
  const height = look.tileWidth / 2;
  ctx.strokeStyle = css(look.wall, -14, 0.55);
  ctx.lineWidth = 1;
  for (let row = 0; row * height < counterTop + 20; row++) {
    const y = counterTop - row * height;
    ctx.beginPath();
    ctx.moveTo(-20, y);
    ctx.lineTo(660, y);
    for (let x = row % 2 === 0 ? -20 : -20 + height; x < 660; x += look.tileWidth) {
      ctx.moveTo(x, y);
      ctx.lineTo(x, y - height);
    }
    ctx.stroke();
  }
}

function drawFridge(ctx: Context2D): void {
  box(ctx, 78, -30, 124, counterTop + 30, 4, 'rgba(60, 60, 60, 0.18)');
  box(ctx, 72, -30, 124, counterTop + 30, 4, blend(ctx, 72, 0, 196, 0, '#dfe2e2', '#cfd3d4', '#b9bfc1'));
  ctx.fillStyle = '#a9afb1';
  ctx.fillRect(72, 30, 124, 2);
  box(ctx, 184, 46, 6, 62, 3, '#8b9597');
}

function drawCounter(ctx: Context2D, look: Look, rng: Rng): void {
  ctx.fillStyle = blend(ctx, 0, counterTop, 0, 380, css(look.counter, 8), css(look.counter), css(look.counter, -7));
  ctx.fillRect(-20, counterTop, 680, 250);
  ctx.fillStyle = css(look.counter, 20);
  ctx.fillRect(-20, counterTop, 680, 3);
  for (let y = counterTop + 12; y < 380; y += 9) {
    ctx.beginPath();
    const phase = rng.between(0, 6);
    for (let x = -20; x <= 660; x += 20) ctx.lineTo(x, y + Math.sin(x / 60 + phase) * 2 + rng.between(-0.6, 0.6));
    ctx.strokeStyle = css(look.counter, -9, 0.3);
    ctx.lineWidth = 1;
    ctx.stroke();
  }
}

function drawHob(ctx: Context2D, ...rings: Point[]): void {
  shadow(ctx, 222, 226, 104, 76, 0.35);
  box(ctx, 140, 166, 154, 112, 7, blend(ctx, 140, 166, 294, 278, '#43474c', '#33363a', '#2b2e31'));
  for (const { x, y } of rings) {
    ctx.beginPath();
    ctx.ellipse(x, y + 10, 40, 25, 0, 0, Math.PI * 2);
    ctx.strokeStyle = 'rgba(190, 90, 60, 0.5)';
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
}

function drawBoard(ctx: Context2D, look: Look): void {
  const { x, y } = look.places.board;
  shadow(ctx, x, y + 14, 66, 40, 0.4);
  box(ctx, x - 47, y - 34, 94, 72, 6, css(look.board, -16));
  box(ctx, x - 47, y - 36, 94, 70, 6, blend(ctx, x - 47, 0, x + 47, 0, css(look.board, 4), css(look.board, -3)));
  for (let i = 1; i < 6; i++) {
    line(
      ctx,
      [
        [x - 42, y - 36 + i * 12],
        [x + 42, y - 35 + i * 12],
      ],
      0.8,
      css(look.board, -12, 0.6),
    );
  }
  ellipse(ctx, x + 38, y - 1, 3.5, 3.5, css(look.counter, -16));
}

function drawSink(ctx: Context2D, { x, y }: Point): void {
  shadow(ctx, x, y + 6, 70, 56, 0.25);
  box(ctx, x - 54, y - 46, 108, 92, 10, blend(ctx, x - 54, y - 46, x + 54, y + 46, '#cfd4d5', '#aeb5b8', '#9aa2a5'));
  box(ctx, x - 46, y - 38, 92, 76, 8, blend(ctx, x - 46, y - 38, x + 46, y + 38, '#8d9598', '#a5acaf', '#b3babc'));
  ellipse(ctx, x, y + 10, 7, 4, '#5f6668');
  const pipe: [number, number][] = [
    [x + 12, y - 48],
    [x + 12, y - 84],
    [x + 9, y - 93],
    [x + 1, y - 97],
    [x - 7, y - 93],
    [x - 10, y - 84],
    [x - 10, y - 72],
  ];
  line(ctx, pipe, 9, '#b4bcbf');
  line(ctx, pipe, 3, '#8f999d');
  polygon(
    ctx,
    [
      [x + 18, y - 50],
      [x + 30, y - 60],
      [x + 32, y - 57],
      [x + 21, y - 47],
    ],
    '#9aa3a6',
  );
}
