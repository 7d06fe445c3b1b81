import { type Drawing, type FontName, type ImageMark, type Paint, type TextMark } from '../common/figures/drawing';
import { type Context2D, createCanvas, type Image, loadImage, makePath } from '../video/canvas';
import { measureIn, typeface } from './fonts';
import { type PathCommand, paintOn, type Surface } from './surface';

/** A drawing as PNG. Text is filled from the font's outlines, so that no font of the system can come between. */
export async function toPng(drawing: Drawing, dpi: number): Promise<Uint8Array> {
  const scale = dpi / 72;
  const canvas = createCanvas(Math.round(drawing.width * scale), Math.round(drawing.height * scale));
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const images = new Map<string, Image>();
  for (const [name, bytes] of drawing.images) images.set(name, await loadImage(Buffer.from(bytes)));
  paintOn(new CanvasSurface(context, images, drawing.font), drawing);
  return withResolution(await canvas.encode('png'), dpi);
}

class CanvasSurface implements Surface {
  constructor(
    private readonly context: Context2D,
    private readonly images: ReadonlyMap<string, Image>,
    private readonly font: FontName,
  ) {}

  save(): void {
    this.context.save();
  }

  restore(): void {
    this.context.restore();
  }

  translate(x: number, y: number): void {
    this.context.translate(x, y);
  }

  clip(width: number, height: number): void {
    this.context.beginPath();
    this.context.rect(0, 0, width, height);
    this.context.clip();
  }

  path(commands: readonly PathCommand[], { fill, stroke, lineWidth = 1, dash = [], opacity = 1 }: Paint): void {
    const { context } = this;
    context.beginPath();
    for (const { kind, at } of commands) {
      const [a, b, c, d, e, f] = at as [number, number, number, number, number, number];
      if (kind === 'M') context.moveTo(a, b);
      else if (kind === 'L') context.lineTo(a, b);
      else if (kind === 'C') context.bezierCurveTo(a, b, c, d, e, f);
      else context.closePath();
    }
    context.globalAlpha = opacity;
    if (fill !== undefined) {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke !== undefined) {
      context.strokeStyle = stroke;
      context.lineWidth = lineWidth;
      context.setLineDash([...dash]);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  text({ x, y, text, size, weight, colour, anchor, angle }: TextMark): void {
    const { context } = this;
    const before = { start: 0, middle: 0.5, end: 1 }[anchor] * measureIn(this.font)(text, size, weight);
    context.save();
    context.translate(x, y);
    context.rotate((-angle * Math.PI) / 180);
    context.translate(-before, 0);
    context.scale(size, -size);
    context.fillStyle = colour;
    for (const { d, x: at, unitsPerEm } of typeface(this.font, weight).outlines(text)) {
      context.save();
      context.translate(at, 0);
      context.scale(1 / unitsPerEm, 1 / unitsPerEm);
      context.fill(makePath(d));
      context.restore();
    }
    context.restore();
  }

  image({ x, y, width, height, image: name }: ImageMark): void {
    const image = this.images.get(name);
    if (!image) return;
    const scale = Math.max(width / image.width, height / image.height);
    const [w, h] = [width / scale, height / scale];
    this.context.drawImage(image, (image.width - w) / 2, (image.height - h) / 2, w, h, x, y, width, height);
  }
}

/** Says in the file how many pixels an inch has (chunk pHYs behind the header), so that it is placed at its size. */
function withResolution(png: Uint8Array, dpi: number): Uint8Array {
  const header = 8 + 25;
  const chunk = new DataView(new ArrayBuffer(4 + 4 + 9 + 4));
  const perMetre = Math.round(dpi / 0.0254);
  chunk.setUint32(0, 9);
  for (const [i, letter] of 'pHYs'.split('').entries()) chunk.setUint8(4 + i, letter.charCodeAt(0));
  chunk.setUint32(8, perMetre);
  chunk.setUint32(12, perMetre);
  chunk.setUint8(16, 1);
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer, 4, 13)));
  return Buffer.concat([png.subarray(0, header), new Uint8Array(chunk.buffer), png.subarray(header)]);
}

/** CRC of PNG (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
