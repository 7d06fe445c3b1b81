/** What a map shows, and how it is painted: points with the names of their groups, and above them lasso and pointer. */
import { textWidth } from '../../canvas/label';
import { type Camera, type Size, toPixelX, toPixelY } from '../../maps/camera';
import { movedNames, type Named, type PlacedName, placeNames } from '../../maps/namePlaces';
import type { LookSprites, PaintedPoints, PointPainter } from '../../maps/pointPainter';
import { makeSprite, mixed, packed, type PointLook, rgbOf } from '../../maps/sprites';
import type { Tokens } from '../../ui/theme';

export interface Pictured extends PaintedPoints {
  table: readonly PointLook[];
  /** `[points]` the group whose name stands at its median; null for points that are not shown. */
  groups: readonly (string | null)[];
}

export interface Scene {
  points: Pictured;
  sprites: Sprites;
  names: readonly Named[];
  tokens: Tokens;
  hovered: number | null;
}

/** How points look at a ratio of device to CSS pixels. */
type Sprites = LookSprites & { ratio: number };

/** What a map's canvases hold from one picture to the next. */
export interface Held {
  camera: Camera | null;
  size: Size;
  /** Corners in places of the map. */
  lasso: number[];
  /** Names where they were put last. */
  named: { of: readonly Named[]; placed: readonly PlacedName[]; camera: Camera } | null;
}

/** Radius in CSS pixels of a point, and of one that is chosen. */
const radius = 2.7;
const chosenRadius = 3.6;
/** What is left of a point's colour while others are chosen. */
const fadedShare = 0.62;

/** Points of each look drawn once, for all of that look. @param ratio device pixels of a CSS pixel */
export function makeSprites(table: readonly PointLook[], tokens: Tokens, ratio: number): Sprites {
  const ground = rgbOf(tokens.bg1);
  const faded = (fill: string) => {
    const [r, g, b] = mixed(ground, rgbOf(fill), fadedShare);
    return `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
  };
  return {
    ratio,
    plain: table.map((look) => makeSprite(look, radius * ratio, null)),
    faded: table.map((look) => makeSprite({ ...look, fill: faded(look.fill) }, radius * ratio, null)),
    chosen: table.map((look) => makeSprite(look, chosenRadius * ratio, { colour: tokens.tx, width: ratio })),
  };
}

/** Points and names. @param goOn told where what was painted is not yet exact */
export function paintPoints(
  context: CanvasRenderingContext2D,
  painter: PointPainter,
  { points, sprites, names, tokens }: Scene,
  camera: Camera,
  held: Held,
  goOn: () => void,
): void {
  const { size } = held;
  const { ratio } = sprites;
  const deviceSize = { width: size.width * ratio, height: size.height * ratio };
  const ground = packed(rgbOf(tokens.bg1));
  const deviceCamera = { ...camera, scale: camera.scale * ratio };
  const isMoving = painter.paint(context, { size: deviceSize, camera: deviceCamera, points, sprites, ground });
  if (isMoving) goOn();
  context.font = `500 11px ${tokens.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // Names find their places once the map stands.
  if (!isMoving || held.named?.of !== names) {
    const placed = placeNames(names, camera, size, (text) => textWidth(context, text));
    held.named = { of: names, placed, camera };
  }
  for (const { name, x, y } of movedNames(held.named.placed, held.named.camera, camera, size)) {
    const width = textWidth(context, name) + 8;
    context.globalAlpha = 0.8;
    context.fillStyle = tokens.bg1;
    context.beginPath();
    context.roundRect(x - width / 2, y - 8, width, 16, 3);
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = tokens.tx;
    context.fillText(name, x, y + 0.5);
  }
}

/** The lasso and the point under the pointer, above the points. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  { points, tokens, hovered }: Scene,
  camera: Camera,
  { size, lasso }: Held,
): void {
  context.strokeStyle = tokens.acc;
  if (hovered !== null && hovered < points.looks.length) {
    const { positions } = points;
    const [x, y] = [positions[2 * hovered] as number, positions[2 * hovered + 1] as number];
    context.lineWidth = 2;
    context.beginPath();
    context.arc(toPixelX(camera, size, x), toPixelY(camera, size, y), 7, 0, 2 * Math.PI);
    context.stroke();
  }
  if (lasso.length < 4) return;
  context.beginPath();
  for (let i = 0; i < lasso.length; i += 2) {
    context.lineTo(toPixelX(camera, size, lasso[i] as number), toPixelY(camera, size, lasso[i + 1] as number));
  }
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = tokens.acc;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
}
