import type { Context2D } from '../../video/canvas';
import { foodColours } from './food';
import type { Point } from './look';
import { between, type Motion } from './motion';
import { ellipse, line } from './shapes';

/** What flows and falls: the tap, streams, pieces, eggs, salt. */

const flowColours = {
  water: 'rgba(190, 220, 232, 0.85)',
  milk: '#fbfbf8',
  oil: 'rgba(222, 190, 70, 0.9)',
  egg: '#f5be3c',
};

export function drawFlows(ctx: Context2D, motion: Motion, tap: number, sink: Point): void {
  if (tap > 0.05) {
    line(
      ctx,
      [
        [sink.x - 10, sink.y - 70],
        [sink.x - 10, sink.y + 8],
      ],
      5 * tap,
      'rgba(206, 230, 240, 0.85)',
    );
    ellipse(ctx, sink.x - 8, sink.y + 10, 16 * tap, 7 * tap, 'rgba(206, 230, 240, 0.5)');
  }
  if (motion.stream) {
    const { from, to, kind } = motion.stream;
    line(
      ctx,
      [
        [from.x, from.y],
        [(from.x * 2 + to.x) / 3 - 1, (from.y + to.y) / 2],
        [to.x, to.y],
      ],
      kind === 'oil' ? 3 : 4.5,
      flowColours[kind],
    );
  }
  if (motion.fall) drawFall(ctx, motion.fall);
}

function drawFall(ctx: Context2D, { from, to, food, share }: NonNullable<Motion['fall']>): void {
  if (food === 'egg') {
    const at = between(from, to, share);
    ellipse(ctx, at.x, at.y, 6, 9, 'rgba(250, 248, 238, 0.85)');
    ellipse(ctx, at.x, at.y, 4.5, 5, '#f6a628');
    return;
  }
  const salt = food === 'salt';
  for (let i = 0; i < (salt ? 10 : 5); i++) {
    const at = between(from, to, (share + i * 0.37) % 1);
    const aside = Math.sin(i * 2.4) * (salt ? 5 : 6);
    if (salt) ellipse(ctx, at.x + aside, at.y, 0.9, 0.9, '#ffffff');
    else ellipse(ctx, at.x + aside, at.y, 3.2, 2.6, foodColours[food].flesh, i);
  }
}
