import { type Canvas, type Context2D, createCanvas } from '../../video/canvas';
import { drawArm, drawHand } from './arm';
import { drawFlows } from './flows';
import { handsAt } from './hands';
import { drawKitchen, drawTool } from './kitchen';
import { css, type Look, lookOf } from './look';
import { gripOf, type Hand, type Motion, type Tool } from './motion';
import { sceneAt } from './scene';
import { drawScenery } from './scenery';
import { placed } from './shapes';
import type { ClipScript } from './script';

/** Draws the clips of the toy kitchen, frame by frame, from their scripts. The same script gives the same pixels. */

export const clipWidth = 640;
export const clipHeight = 360;

/** Draws any tick of one clip. What never moves is drawn once. */
export class ClipPainter {
  private readonly ctx: Context2D;
  private readonly look: Look;
  private readonly scenery: Canvas;
  private readonly light: Canvas;

  constructor(private readonly script: ClipScript) {
    this.look = lookOf(script.seed);
    this.ctx = createCanvas(clipWidth, clipHeight).getContext('2d');
    this.scenery = this.layer((ctx) => drawScenery(ctx, this.look, script.seed));
    this.light = createCanvas(clipWidth, clipHeight);
    drawLight(this.light.getContext('2d'), this.look);
  }

  /** The kitchen at a tick, `[height, width, 4]`, red green blue alpha. */
  draw(tick: number): Uint8ClampedArray {
    const { ctx, look } = this;
    const scene = sceneAt(this.script, tick);
    const motion = handsAt(this.script, tick, scene, look);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.scenery, 0, 0);
    this.aim(ctx);
    const held = new Set<Tool | null>([motion.right.holds, motion.left?.holds ?? null]);
    drawKitchen(ctx, look, scene, held);
    drawFlows(ctx, motion, scene.tap, look.places.sink);
    drawHands(ctx, motion, look);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.light, 0, 0);
    return ctx.getImageData(0, 0, clipWidth, clipHeight).data;
  }

  private aim(ctx: Context2D): void {
    const { x, y, zoom } = this.look.camera;
    ctx.setTransform(zoom, 0, 0, zoom, (clipWidth / 2) * (1 - zoom) + x, (clipHeight / 2) * (1 - zoom) + y);
  }

  private layer(draw: (ctx: Context2D) => void): Canvas {
    const canvas = createCanvas(clipWidth, clipHeight);
    const ctx = canvas.getContext('2d');
    this.aim(ctx);
    draw(ctx);
    return canvas;
  }
}

function drawLight(ctx: Context2D, look: Look): void {
  ctx.fillStyle = css(look.light.colour, 0, look.light.strength);
  ctx.fillRect(0, 0, clipWidth, clipHeight);
  const vignette = ctx.createRadialGradient(380, 150, 160, 330, 190, 460);
  vignette.addColorStop(0, 'rgba(255, 244, 214, 0.06)');
  vignette.addColorStop(0.5, 'rgba(0, 0, 0, 0)');
  vignette.addColorStop(1, 'rgba(30, 14, 0, 0.34)');
  ctx.fillStyle = vignette;
  ctx.fillRect(0, 0, clipWidth, clipHeight);
}

function drawHands(ctx: Context2D, motion: Motion, look: Look): void {
  if (motion.left) drawHandAndTool(ctx, motion.left, look, true);
  drawHandAndTool(ctx, motion.right, look, false);
}

function drawHandAndTool(ctx: Context2D, hand: Hand, look: Look, leftHand: boolean): void {
  const shoulder = leftHand ? { x: 200 + (hand.x - 200) * 0.25, y: 450 } : { x: 436 + (hand.x - 436) * 0.25, y: 450 };
  const direction = drawArm(ctx, shoulder, hand, look, leftHand ? -0.09 : 0.09);
  const tool = hand.holds;
  if (tool) {
    const grip = gripOf(tool);
    placed(ctx, hand.x, hand.y, hand.tilt, () => {
      ctx.translate(-grip.x, -grip.y);
      drawTool(ctx, tool, look);
    });
  }
  drawHand(ctx, hand, direction, look.skin, tool !== null, leftHand);
}
