/** Hatching as a pattern that is painted once, so that thousands of hatched boxes are as many fills. */

/** Pixels after which the lines repeat, sideways and downwards. */
const hatchWidth = 5;
export const hatchHeight = 7;

const tiles = new Map<string, HTMLCanvasElement>();

/** Lines from corner to corner of small boxes, for boxes whose top is `y`; directions: 1 rising, -1 falling. */
export function hatching(
  context: CanvasRenderingContext2D,
  colour: string,
  directions: readonly number[],
  y: number,
): CanvasPattern | string {
  const ratio = window.devicePixelRatio;
  const key = `${colour} ${directions.join()} ${ratio}`;
  const tile = tiles.get(key) ?? hatchTile(colour, directions, ratio);
  tiles.set(key, tile);
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().translate(0, y).scale(hatchWidth / tile.width, hatchHeight / tile.height));
  return pattern ?? colour;
}

function hatchTile(colour: string, directions: readonly number[], ratio: number): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = Math.round(hatchWidth * ratio);
  tile.height = Math.round(hatchHeight * ratio);
  const context = tile.getContext('2d');
  if (!context) throw new Error('internal: no 2d context');
  context.scale(tile.width / hatchWidth, tile.height / hatchHeight);
  context.strokeStyle = colour;
  for (const direction of directions) {
    for (let at = -2 * hatchWidth; at < 2 * hatchWidth; at += hatchWidth) {
      context.moveTo(at, direction > 0 ? hatchHeight : 0);
      context.lineTo(at + hatchHeight, direction > 0 ? 0 : hatchHeight);
    }
  }
  context.stroke();
  return tile;
}
