/**
 * Segments too narrow to be drawn one by one, as columns a pixel wide: their height is the labelled share, their parts
 * the classes. Columns are counted from the first frame and painted in tiles, which are kept while the scale stays, so
 * that panning over tens of thousands of segments paints only what comes into view.
 */
import { pixelsPerSecond, type Viewport } from '../../canvas/viewport';
import { firstFrom, type Lane, type SegmentStyle } from './lane';

const tileWidth = 256;
/** Of a lane; a few windows wide. */
const mostTiles = 64;

/** What a lane's tiles show. */
interface TileStyle {
  /** Pixels a second. */
  scale: number;
  height: number;
  look: SegmentStyle['look'];
}

interface Tiles extends TileStyle {
  /** By place; null where no segment is that narrow. */
  pictures: Map<number, HTMLCanvasElement | null>;
  /** Canvases of scales before. */
  spare: HTMLCanvasElement[];
}

/** By lane, then by height, as the minimap shows the same lanes smaller. */
const kept = new WeakMap<Lane, Map<number, Tiles>>();

/** Whether a segment is part of a column. */
export const isNarrow = ({ start, end }: { start: number; end: number }, scale: number): boolean =>
  (end - start) * scale < 1;

/** The columns in view; tiles that are not there yet are made. */
export function paintDensity(
  context: CanvasRenderingContext2D,
  lane: Lane,
  view: Viewport,
  { top, height, look }: Pick<SegmentStyle, 'top' | 'height' | 'look'>,
): void {
  const tiles = tilesOf(lane, { scale: pixelsPerSecond(view), height, look });
  const left = view.visible.start * tiles.scale;
  context.imageSmoothingEnabled = false;
  for (let place = Math.floor(left / tileWidth); place * tileWidth < left + view.width; place++) {
    const picture = tileAt(tiles, lane, place);
    if (picture) context.drawImage(picture, Math.floor(place * tileWidth - left), top);
  }
}

function tilesOf(lane: Lane, style: TileStyle): Tiles {
  const byHeight = kept.get(lane) ?? new Map<number, Tiles>();
  kept.set(lane, byHeight);
  const known = byHeight.get(style.height);
  // Panning leaves a trace in the last digits.
  if (known && known.look === style.look && Math.abs(known.scale / style.scale - 1) < 1e-9) return known;
  const spare = known ? [...known.spare, ...known.pictures.values()].filter((picture) => picture !== null) : [];
  const tiles = { ...style, pictures: new Map(), spare: spare.slice(0, mostTiles) };
  byHeight.set(style.height, tiles);
  return tiles;
}

function tileAt(tiles: Tiles, lane: Lane, place: number): HTMLCanvasElement | null {
  const known = tiles.pictures.get(place);
  if (known !== undefined) return known;
  const [oldest] = tiles.pictures.keys();
  if (tiles.pictures.size >= mostTiles && oldest !== undefined) {
    const picture = tiles.pictures.get(oldest);
    if (picture) tiles.spare.push(picture);
    tiles.pictures.delete(oldest);
  }
  const made = paintTile(tiles, lane, place);
  tiles.pictures.set(place, made);
  return made;
}

const image: { data?: ImageData } = {};

function paintTile(tiles: Tiles, lane: Lane, place: number): HTMLCanvasElement | null {
  const { scale, height } = tiles;
  const from = (place * tileWidth) / scale;
  const until = ((place + 1) * tileWidth) / scale;
  const narrow: number[] = [];
  for (let i = firstFrom(lane, from); i < lane.segments.length; i++) {
    const segment = lane.segments[i]!;
    if (segment.start >= until) break;
    if (segment.start >= from && isNarrow(segment, scale)) narrow.push(i);
  }
  if (narrow.length === 0) return null;
  if (image.data?.height !== height) image.data = new ImageData(tileWidth, height);
  const pixels = new Uint32Array(image.data.data.buffer).fill(0);
  const columnOf = (i: number) => Math.min(tileWidth - 1, Math.floor((lane.segments[i]!.start - from) * scale));
  for (let at = 0, to = 0; at < narrow.length; at = to) {
    const column = columnOf(narrow[at]!);
    while (to < narrow.length && columnOf(narrow[to]!) === column) to++;
    fillColumn(pixels, column, narrow.slice(at, to), lane, tiles);
  }
  const canvas = tiles.spare.pop() ?? document.createElement('canvas');
  if (canvas.width !== tileWidth) canvas.width = tileWidth;
  if (canvas.height !== height) canvas.height = height;
  const target = canvas.getContext('2d', { willReadFrequently: true });
  if (!target) throw new Error('internal: no 2d context');
  target.putImageData(image.data, 0, 0);
  return canvas;
}

/** Classes stacked from the bottom, in the order of their ids. @param members indices of the column's segments */
function fillColumn(
  pixels: Uint32Array,
  column: number,
  members: number[],
  { segments }: Lane,
  { scale, height, look }: TileStyle,
): void {
  if (members.length > 1) members.sort((a, b) => segments[a]!.classId - segments[b]!.classId);
  let covered = 0;
  let bottom = height;
  for (const member of members) {
    const segment = segments[member]!;
    covered += (segment.end - segment.start) * scale;
    const top = Math.max(0, Math.min(bottom, Math.round(height * (1 - covered))));
    const colour = packed(look(segment).fill);
    for (let y = top; y < bottom; y++) pixels[y * tileWidth + column] = colour;
    bottom = top;
  }
}

const colours = new Map<string, number>();

/** `#rrggbb` as a canvas stores it (little-endian: alpha, blue, green, red). */
function packed(hex: string): number {
  let value = colours.get(hex);
  if (value === undefined) {
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    value = ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0;
    colours.set(hex, value);
  }
  return value;
}
