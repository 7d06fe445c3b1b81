import type { Context2D } from '../../video/canvas';
import { css, type Distractor, type Look } from './look';
import { blend, box, ellipse, line, placed, polygon, shadow } from './shapes';

/** Things that stand about and mean nothing; each clip has some of them. */
export function drawDistractors(ctx: Context2D, look: Look): void {
  for (const name of look.distractors) drawings[name](ctx, look);
}

const drawings: Record<Distractor, (ctx: Context2D, look: Look) => void> = {
  plant(ctx) {
    shadow(ctx, 592, 160, 28, 10);
    for (let i = 0; i < 9; i++) {
      const lean = (i - 4) * 0.3;
      placed(ctx, 592, 132, lean, () => ellipse(ctx, 0, -22, 6, 24, css([118, 34, 34 + (i % 3) * 6])));
    }
    polygon(
      ctx,
      [
        [572, 128],
        [612, 128],
        [606, 162],
        [578, 162],
      ],
      blend(ctx, 572, 0, 612, 0, '#c77b52', '#a85f3b'),
    );
  },
  clock(ctx) {
    ellipse(ctx, 262, 46, 25, 25, '#5b6468');
    ellipse(ctx, 262, 46, 22, 22, '#f6f4ec');
    line(
      ctx,
      [
        [262, 46],
        [262, 31],
      ],
      2,
      '#4b5356',
    );
    line(
      ctx,
      [
        [262, 46],
        [273, 51],
      ],
      2,
      '#4b5356',
    );
  },
  poster(ctx, look) {
    box(ctx, 380, 10, 56, 72, 2, '#7b6a58');
    box(ctx, 384, 14, 48, 64, 1, '#f3ecdc');
    ellipse(ctx, 408, 50, 15, 13, css(look.mug, 8));
    line(
      ctx,
      [
        [408, 37],
        [412, 26],
      ],
      3,
      '#6d8a54',
    );
  },
  towel(ctx, look) {
    line(
      ctx,
      [
        [520, 58],
        [584, 58],
      ],
      3,
      '#8b9396',
    );
    box(ctx, 530, 57, 40, 56, 3, css(look.mug, 22));
    for (let i = 0; i < 3; i++) box(ctx, 530, 92 + i * 7, 40, 3, 0, css(look.mug, 2));
  },
  jars(ctx) {
    box(ctx, 470, 44, 150, 6, 2, '#9b7650');
    ['#c9a15e', '#8a5b3c', '#dcd3b8', '#a7482f'].forEach((fill, i) => {
      box(ctx, 482 + i * 34, 16, 22, 28, 4, fill);
      box(ctx, 480 + i * 34, 11, 26, 7, 2, '#6f7678');
    });
  },
  lemons(ctx) {
    shadow(ctx, 578, 250, 34, 12);
    [
      [566, 240],
      [586, 242],
      [576, 230],
    ].forEach(([x, y]) =>
      ellipse(ctx, x as number, y as number, 12, 9.5, blend(ctx, 0, 222, 0, 250, '#f4dd62', '#d8b233')),
    );
  },
  cloth(ctx, look) {
    polygon(
      ctx,
      [
        [540, 288],
        [624, 280],
        [632, 334],
        [548, 340],
      ],
      css(look.sleeve, 26),
    );
    for (let i = 1; i < 4; i++)
      line(
        ctx,
        [
          [540 + i * 21, 288 - i * 2],
          [548 + i * 21, 340 - i * 2],
        ],
        2,
        css(look.sleeve, 40),
      );
  },
  hooks(ctx) {
    line(
      ctx,
      [
        [290, 22],
        [372, 22],
      ],
      3,
      '#7e8689',
    );
    [304, 330, 356].forEach((x, i) => {
      line(
        ctx,
        [
          [x, 22],
          [x, 58],
        ],
        3,
        '#8b6a48',
      );
      ellipse(ctx, x, 66, 7 + i, 10, i === 1 ? '#9aa3a6' : '#a07a52');
    });
  },
};
