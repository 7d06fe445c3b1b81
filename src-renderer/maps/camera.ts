/**
 * Which part of a map a canvas shows: places of the map on one side, CSS pixels on the other; y grows upwards in a map.
 */
export interface Camera {
  /** Place in the middle of the canvas. */
  x: number;
  y: number;
  /** Pixels a unit of the map. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Space round a map that is shown whole. */
const inset = 24;

export const toPixelX = (camera: Camera, { width }: Size, x: number): number =>
  width / 2 + (x - camera.x) * camera.scale;
export const toPixelY = (camera: Camera, { height }: Size, y: number): number =>
  height / 2 - (y - camera.y) * camera.scale;
export const toMapX = (camera: Camera, { width }: Size, pixel: number): number =>
  camera.x + (pixel - width / 2) / camera.scale;
export const toMapY = (camera: Camera, { height }: Size, pixel: number): number =>
  camera.y - (pixel - height / 2) / camera.scale;

/** All of a map. @param positions `[points, 2]` */
export function fitted(positions: Float32Array, { width, height }: Size): Camera {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 2) {
    const [x, y] = [positions[i]!, positions[i + 1]!];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  if (left > right) return { x: 0, y: 0, scale: 1 };
  const across = Math.max(1, width - 2 * inset) / Math.max(right - left, 1e-6);
  const down = Math.max(1, height - 2 * inset) / Math.max(top - bottom, 1e-6);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Math.min(across, down) };
}

/** Closer by `factor` (above 1), so that the place under a pixel stays under it. */
export function zoomedAt(camera: Camera, size: Size, pixelX: number, pixelY: number, factor: number): Camera {
  const scale = camera.scale * factor;
  return {
    scale,
    x: toMapX(camera, size, pixelX) - (pixelX - size.width / 2) / scale,
    y: toMapY(camera, size, pixelY) + (pixelY - size.height / 2) / scale,
  };
}

export const panned = (camera: Camera, right: number, down: number): Camera => ({
  ...camera,
  x: camera.x - right / camera.scale,
  y: camera.y + down / camera.scale,
});
