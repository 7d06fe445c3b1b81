/**
 * One map on two canvases: points and names below; above them lasso and the point under the pointer. Wheel zooms, a
 * drag draws a lasso or moves the map, a click goes to the moment.
 */
import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import { type Camera, panned, type Size, toMapX, toMapY, zoomedAt } from '../../maps/camera';
import { PointIndex } from '../../maps/pointIndex';
import { hidden } from '../../maps/pointPainter';
import { useMapTool } from '../../state/mapTool';
import type { Tokens } from '../../ui/theme';
import type { Pictured } from './mapScene';
import { useMapDrag } from './useMapDrag';
import { useMapSurfaces } from './useMapSurfaces';

interface MapCanvasProps {
  /** For screen readers: what is seen, in a sentence. */
  summary: string;
  points: Pictured;
  tokens: Tokens;
  /** The point under the pointer in whichever map, as a point of this one. */
  hovered: number | null;
  onHover: (point: number | null) => void;
  onClick: (point: number) => void;
  onLasso: (points: readonly number[]) => void;
}

/** How far from a point the pointer may be, in CSS pixels. */
const reach = 8;
const zoomStep = 1.25;

const zoomedBy =
  (factor: number) =>
  (camera: Camera, size: Size): Camera =>
    zoomedAt(camera, size, size.width / 2, size.height / 2, factor);

/** Where a key looks from; null: all points are in view. */
const cameraKeys: Record<string, (camera: Camera, size: Size) => Camera | null> = {
  '+': zoomedBy(zoomStep),
  '-': zoomedBy(1 / zoomStep),
  '\\': () => null,
  ArrowLeft: (camera) => panned(camera, 40, 0),
  ArrowRight: (camera) => panned(camera, -40, 0),
  ArrowUp: (camera) => panned(camera, 0, 40),
  ArrowDown: (camera) => panned(camera, 0, -40),
};

export function MapCanvas({ summary, points, tokens, hovered, onHover, onClick, onLasso }: MapCanvasProps) {
  const { box, below, above, state, camera, look, redraw } = useMapSurfaces(points, tokens, hovered);
  const index = useMemo(() => new PointIndex(points.positions), [points.positions]);
  const pointAt = (event: PointerEvent) => {
    const { offsetX, offsetY } = event.nativeEvent;
    const { size } = state.current;
    const shown = camera();
    const [x, y] = [toMapX(shown, size, offsetX), toMapY(shown, size, offsetY)];
    return index.nearest(x, y, reach / shown.scale, (i) => points.looks[i] !== hidden);
  };
  const gesture = useMapDrag({ state, camera, look, redraw });

  const up = (event: PointerEvent) => {
    const ended = gesture.end();
    if (ended === null) return;
    if (ended.moved) {
      if (ended.lasso.length >= 6) onLasso(index.within(ended.lasso).filter((i) => points.looks[i] !== hidden));
      return;
    }
    const point = pointAt(event);
    if (point === null) onLasso([]);
    else onClick(point);
  };
  const key = (event: KeyboardEvent) => {
    const act = cameraKeys[event.key];
    if (event.key === 'Escape') {
      if (gesture.end() === null) onLasso([]);
    } else if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    else look(act(camera(), state.current.size));
    event.preventDefault();
  };
  const tool = useMapTool((held) => held.tool);
  return (
    <div ref={box} className="map-canvas">
      <canvas ref={below} />
      <canvas
        ref={above}
        className={tool === 'lasso' ? 'lassoing' : 'moving'}
        role="img"
        aria-label={summary}
        tabIndex={0}
        onPointerDown={gesture.begin}
        onPointerMove={(event) => {
          if (!gesture.move(event)) onHover(pointAt(event));
        }}
        onPointerUp={up}
        onPointerLeave={() => onHover(null)}
        onLostPointerCapture={() => gesture.end()}
        onKeyDown={key}
      />
    </div>
  );
}
