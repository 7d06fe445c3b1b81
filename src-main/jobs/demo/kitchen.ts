import type { Context2D } from '../../video/canvas';
import { drawContents, drawCutFood, drawHeap, drawWholeFood } from './food';
import type { Look, Point } from './look';
import { between, homeOf, restTilt, type Tool } from './motion';
import * as props from './props';
import { type Food, foods, ramp, type Scene, vegetables } from './scene';
import { counterTop } from './scenery';
import { blend, box, ellipse, placed, polygon, shadow } from './shapes';
import type { Vessel } from './world';

/** Everything that stands in the kitchen and may change: drawn back to front from the scene. */

/** @param held what the hands hold and is therefore not at its place */
export function drawKitchen(ctx: Context2D, look: Look, scene: Scene, held: ReadonlySet<Tool | null>): void {
  drawFridgeDoor(ctx, scene.fridge);
  drawBackRow(ctx, look, held);
  drawHobAndBoard(ctx, look, scene);
  drawFrontRow(ctx, look, scene, held);
}

function drawFridgeDoor(ctx: Context2D, open: number): void {
  if (open < 0.01) return;
  box(ctx, 75, -30, 118, counterTop + 28, 3, blend(ctx, 75, 0, 193, 0, '#fff8dc', '#f3edd2'));
  for (const [y, fills] of [
    [40, ['#e9edf0', '#7aa35c', '#d9412f']],
    [84, ['#e2b84c', '#f2f2ee', '#c9d8e0']],
    [128, ['#ee8a2c', '#8fb55f', '#f1e6dc']],
  ] as const) {
    ctx.fillStyle = '#c8d2d4';
    ctx.fillRect(75, y, 118, 3);
    fills.forEach((fill, i) => box(ctx, 92 + i * 32, y - 24, 20, 24, 4, fill));
  }
  const angle = open * 1.35;
  const x = 72 + 124 * Math.cos(angle);
  const drop = Math.sin(angle);
  polygon(
    ctx,
    [
      [72, -30],
      [x, -30 - 20 * drop],
      [x, counterTop + 44 * drop],
      [72, counterTop],
    ],
    blend(ctx, 72, 0, x, 0, '#c3c8ca', '#e3e6e7'),
  );
  polygon(
    ctx,
    [
      [x - 10 * Math.cos(angle) - 2, 44 + 18 * drop],
      [x - 3, 42 + 17 * drop],
      [x - 3, 108 + 32 * drop],
      [x - 10 * Math.cos(angle) - 2, 108 + 31 * drop],
    ],
    '#8b9597',
  );
}

function stand(ctx: Context2D, at: Point, turn: number, draw: () => void): void {
  placed(ctx, at.x, at.y, turn, draw);
}

function drawBackRow(ctx: Context2D, look: Look, held: ReadonlySet<Tool | null>): void {
  const { places } = look;
  if (!held.has('spoon')) stand(ctx, places.spoon, restTilt('spoon'), () => drawTool(ctx, 'spoon', look));
  stand(ctx, { x: places.spoon.x, y: places.spoon.y + 28 }, 0, () => props.drawSpoonJar(ctx));
  for (const tool of ['milk', 'oil', 'salt', 'water'] as const) {
    if (held.has(tool)) continue;
    shadow(ctx, places[tool].x + 3, places[tool].y + 2, 19, 6);
    stand(ctx, places[tool], 0, () => drawTool(ctx, tool, look));
  }
}

function drawVessel(ctx: Context2D, vessel: Vessel, look: Look, scene: Scene): void {
  const { x, y } = look.places[vessel];
  stand(ctx, { x, y }, 0, () => {
    drawEmptyVessel(ctx, vessel, look);
    drawContents(ctx, vessel, scene.vessels[vessel]);
  });
}

function drawEmptyVessel(ctx: Context2D, vessel: Vessel, look: Look): void {
  if (vessel === 'pot') props.drawPot(ctx);
  else if (vessel === 'pan') props.drawPan(ctx);
  else if (vessel === 'bowl') props.drawBowl(ctx);
  else if (vessel === 'plate') props.drawPlate(ctx);
  else props.drawCup(ctx, look.mug);
}

function drawHobAndBoard(ctx: Context2D, look: Look, scene: Scene): void {
  const { places } = look;
  const hob: Vessel[] = places.pot.y < places.pan.y ? ['pot', 'pan'] : ['pan', 'pot'];
  for (const vessel of hob) {
    shadow(ctx, places[vessel].x + 4, places[vessel].y + 16, 48, 24, 0.5);
    drawVessel(ctx, vessel, look, scene);
  }
  const active = scene.active;
  if (!scene.board || !active) return;
  const { food, cut } = scene.board;
  const goal = food === 'bread' ? places.plate : places.ramekins[food];
  const moved = ramp(active.progress, 0.86, 0.98);
  const at = between(places.board, goal, moved);
  placed(ctx, at.x, at.y, 0, () => {
    ctx.scale(-(1 - 0.6 * moved), 1 - 0.6 * moved);
    drawCutFood(ctx, food, cut);
  });
}

function drawFrontRow(ctx: Context2D, look: Look, scene: Scene, held: ReadonlySet<Tool | null>): void {
  const { places } = look;
  for (const food of vegetables) {
    const at = places.ramekins[food];
    if (held.has(`ramekin ${food}`)) continue;
    shadow(ctx, at.x + 2, at.y + 3, 16, 6);
    stand(ctx, at, 0, () => props.drawRamekin(ctx));
    stand(ctx, at, 0, () => drawHeap(ctx, food, scene.ramekins[food]));
  }
  for (const food of foods) {
    if (!scene.counter.has(food) || held.has(food)) continue;
    shadow(ctx, places[food].x + 2, places[food].y + 7, food === 'bread' ? 34 : 18, 7);
    stand(ctx, places[food], 0, () => drawWholeFood(ctx, food));
  }
  for (let i = 0; i < scene.eggs; i++) {
    stand(ctx, { x: places.eggs.x - 12 + (i % 2) * 15, y: places.eggs.y + Math.floor(i / 2) * 9 }, 0, () =>
      drawTool(ctx, 'egg', look),
    );
  }
  for (const tool of ['knife', 'butterKnife'] as const) {
    if (!held.has(tool)) stand(ctx, homeOf(tool, places), restTilt(tool), () => drawTool(ctx, tool, look));
  }
  for (const vessel of ['plate', 'bowl', 'cup', 'cup2'] as const) {
    if (held.has(vessel as Tool)) continue;
    const wide = vessel === 'plate' ? 56 : vessel === 'bowl' ? 48 : 26;
    shadow(ctx, places[vessel].x + 3, places[vessel].y + 6, wide, wide * 0.35);
    drawVessel(ctx, vessel, look, scene);
  }
}

/** Draws a tool with its foot at the origin. */
export function drawTool(ctx: Context2D, tool: Tool, look: Look): void {
  if (tool === 'milk') props.drawCarton(ctx, look.carton);
  else if (tool === 'oil') props.drawOilBottle(ctx);
  else if (tool === 'salt') props.drawSaltShaker(ctx);
  else if (tool === 'water') props.drawWaterJug(ctx);
  else if (tool === 'knife') props.drawKnife(ctx);
  else if (tool === 'butterKnife') props.drawButterKnife(ctx);
  else if (tool === 'spoon') props.drawSpoon(ctx);
  else if (tool === 'bowl') props.drawBowl(ctx);
  else if (tool === 'egg') ellipse(ctx, 0, 0, 7, 9, blend(ctx, -6, -8, 6, 8, '#fbeedd', '#d9b48f'));
  else if (tool.startsWith('ramekin ')) props.drawRamekin(ctx);
  else drawWholeFood(ctx, tool as Food);
}
