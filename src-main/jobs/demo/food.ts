import { Rng } from '../../common/rng';
import type { Context2D } from '../../video/canvas';
import { openings } from './props';
import { type Contents, type Food, type Liquid, type Vegetable, vegetables } from './scene';
import { blend, ellipse, line, polygon } from './shapes';
import type { Vessel } from './world';

/** Whole foods, foods under the knife, and what is in the vessels. */

export const foodColours: Record<Food, { flesh: string; dark: string }> = {
  carrot: { flesh: '#ee8a2c', dark: '#c9661a' },
  onion: { flesh: '#f1e6dc', dark: '#cfa890' },
  tomato: { flesh: '#d9412f', dark: '#a92a20' },
  bread: { flesh: '#ecd2a0', dark: '#b57a3e' },
};

export function drawWholeFood(ctx: Context2D, food: Food): void {
  wholeFoods[food](ctx);
}

const wholeFoods: Record<Food, (ctx: Context2D) => void> = {
  carrot(ctx) {
    line(
      ctx,
      [
        [15, -3],
        [23, -7],
      ],
      4,
      '#5f9a46',
    );
    line(
      ctx,
      [
        [15, -1],
        [24, 0],
      ],
      4,
      '#6dab50',
    );
    polygon(
      ctx,
      [
        [-24, 2],
        [14, -8],
        [17, 0],
        [14, 6],
      ],
      blend(ctx, 0, -8, 0, 6, '#f39a42', '#cf6d1d'),
    );
  },
  onion(ctx) {
    ellipse(ctx, 0, 0, 13, 11, blend(ctx, -12, -10, 12, 10, '#f3d3bf', '#cf9a7f'));
    for (const rx of [3, 8]) {
      ctx.beginPath();
      ctx.ellipse(0, 0, rx, 10.5, 0, 0, Math.PI * 2);
      ctx.strokeStyle = '#bb8266';
      ctx.lineWidth = 1;
      ctx.stroke();
    }
  },
  tomato(ctx) {
    ellipse(ctx, 0, 0, 12, 11, blend(ctx, -10, -10, 10, 10, '#ec6350', '#b32c20'));
    ellipse(ctx, 0, -8, 5, 2, '#4f8a3d');
  },
  bread(ctx) {
    ctx.beginPath();
    ctx.roundRect(-30, -16, 60, 28, 13);
    ctx.fillStyle = blend(ctx, 0, -16, 0, 12, '#d99b58', '#a9672c');
    ctx.fill();
    for (let x = -18; x <= 18; x += 12)
      line(
        ctx,
        [
          [x - 3, -10],
          [x + 4, -3],
        ],
        2.5,
        '#efc891',
      );
  },
};

/** A food on the board: slices on the left grow while the rest on the right shrinks. */
export function drawCutFood(ctx: Context2D, food: Food, cut: number): void {
  const { flesh, dark } = foodColours[food];
  const height = food === 'bread' ? 17 : food === 'carrot' ? 7 : 11;
  const slices = Math.floor(cut * 7);
  for (let i = 0; i < slices; i++) {
    ellipse(ctx, -24 + i * 5, (i % 2) * 3, 3.6, height * 0.8, dark);
    ellipse(ctx, -25 + i * 5, (i % 2) * 3, 3.2, height * 0.75, flesh);
  }
  const left = -20 + cut * 38;
  if (cut < 0.97) {
    ctx.beginPath();
    ctx.roundRect(left, -height, 24 - left, height * 2, [2, height, height, 2]);
    ctx.fillStyle = blend(ctx, 0, -height, 0, height, flesh, dark);
    ctx.fill();
  }
}

/** Heaped cut pieces in a small bowl, seen over its rim. */
export function drawHeap(ctx: Context2D, food: Vegetable, full: number): void {
  if (full <= 0.02) return;
  ellipse(ctx, 0, -9, 9 * full, 4.2 * full, foodColours[food].dark);
  ellipse(ctx, 0, -10, 8 * full, 3.4 * full, foodColours[food].flesh);
}

const liquidColours: Record<Liquid, readonly [number, number, number, number]> = {
  water: [150, 190, 205, 0.75],
  milk: [250, 250, 246, 1],
  oil: [214, 180, 60, 0.8],
  egg: [245, 190, 60, 1],
};

/** What is in a vessel, drawn at its opening; `tea` makes water brown. */
export function drawContents(ctx: Context2D, vessel: Vessel, contents: Contents): void {
  const { rx, ry, up } = openings[vessel];
  if (vessel === 'plate') drawBread(ctx, contents);
  ctx.save();
  ctx.beginPath();
  ctx.ellipse(0, -up, rx, ry, 0, 0, Math.PI * 2);
  ctx.clip();
  drawLiquids(ctx, contents, vessel, rx, ry, up);
  drawBits(ctx, contents, rx, ry, up);
  ctx.restore();
}

function drawLiquids(ctx: Context2D, contents: Contents, vessel: Vessel, rx: number, ry: number, up: number): void {
  const parts = (Object.keys(liquidColours) as Liquid[]).filter((name) => contents.liquid[name] > 0);
  const total = parts.reduce((sum, name) => sum + contents.liquid[name], 0);
  if (total === 0) return;
  const tea = vessel === 'cup' || vessel === 'cup2';
  const colourOf = (name: Liquid) => (tea && name === 'water' ? ([122, 70, 36, 1] as const) : liquidColours[name]);
  const mixed = [0, 1, 2, 3].map((k) =>
    parts.reduce((sum, name) => sum + ((colourOf(name)[k] as number) * contents.liquid[name]) / total, 0),
  );
  if (contents.bits.carrot > 0 && vessel === 'pot') mixed[0] = (mixed[0] as number) + 50 * contents.mixed;
  const size = Math.min(1, 0.35 + total * 0.8);
  ellipse(
    ctx,
    0,
    -up + ry * (1 - size) * 0.4,
    rx * size,
    ry * size,
    `rgba(${mixed.map((v) => v.toFixed(2)).join(',')})`,
  );
  if (contents.liquid.egg > 0 && contents.mixed < 0.98) drawYolks(ctx, contents, rx, ry, up);
}

function drawYolks(ctx: Context2D, contents: Contents, rx: number, ry: number, up: number): void {
  const alpha = 1 - contents.mixed;
  const count = Math.ceil(contents.liquid.egg / 0.4);
  for (let i = 0; i < count; i++) {
    const x = (i - (count - 1) / 2) * rx * 0.6;
    ellipse(ctx, x, -up + ry * 0.1, rx * 0.34, ry * 0.42, `rgba(252, 250, 240, ${alpha})`);
    ellipse(ctx, x, -up, rx * 0.15, ry * 0.2, `rgba(246, 166, 40, ${alpha})`);
  }
}

function drawBits(ctx: Context2D, contents: Contents, rx: number, ry: number, up: number): void {
  for (const food of vegetables) {
    const rng = new Rng(food.length * 7 + food.charCodeAt(0), 'bits');
    const { flesh, dark } = foodColours[food];
    for (let i = 0; i < 11 * contents.bits[food]; i++) {
      const angle = rng.between(0, Math.PI * 2) + contents.turn;
      const radius = Math.sqrt(rng.next()) * 0.8;
      const x = Math.cos(angle) * radius * rx;
      const y = -up + Math.sin(angle) * radius * ry;
      ellipse(ctx, x, y + 1, 3.6, 2.6, dark, angle);
      ellipse(ctx, x, y, 3.4, 2.2, flesh, angle);
    }
  }
}

function drawBread(ctx: Context2D, contents: Contents): void {
  if (contents.bread <= 0.5) return;
  for (const x of [-14, 12]) {
    ctx.beginPath();
    ctx.roundRect(x - 12, -12, 25, 17, 6);
    ctx.fillStyle = foodColours.bread.dark;
    ctx.fill();
    ctx.beginPath();
    ctx.roundRect(x - 11, -13, 23, 15, 5);
    ctx.fillStyle = foodColours.bread.flesh;
    ctx.fill();
    const spread = Math.min(1, Math.max(0, contents.butter * 2 - (x < 0 ? 0 : 1)));
    ellipse(ctx, x, -5.5, 10 * spread, 6 * spread, '#f8e37c');
  }
}
