/**
 * One map on two canvases: points and names below; above them lasso and the point under the pointer. Wheel zooms, a drag
 * draws a lasso or moves the map, a click goes to the moment.
 */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { Surface } from '../../canvas/surface';
import { type Camera, fitted, panned, toMapX, toMapY, zoomedAt } from '../../maps/camera';
import { mediansOf } from '../../maps/namePlaces';
import { PointIndex } from '../../maps/pointIndex';
import { hidden, PointPainter } from '../../maps/pointPainter';
import { useMapTool } from '../../state/mapTool';
import type { Tokens } from '../../ui/theme';
import { type Held, makeSprites, paintMarks, paintPoints, type Pictured } from './mapScene';
import { useMapDrag } from './useMapDrag';

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

export function MapCanvas({ summary, points, tokens, hovered, onHover, onClick, onLasso }: MapCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const surfaces = useRef<{ points: Surface; marks: Surface } | null>(null);
  const sprites = useMemo(() => makeSprites(points.table, tokens, window.devicePixelRatio), [points.table, tokens]);
  const names = useMemo(() => mediansOf(points.positions, points.groups), [points.positions, points.groups]);
  const index = useMemo(() => new PointIndex(points.positions), [points.positions]);
  const state = useRef<Held>({ camera: null, size: { width: 1, height: 1 }, lasso: [], named: null });
  const scene = useRef({ points, sprites, names, tokens, hovered });
  scene.current = { points, sprites, names, tokens, hovered };

  const camera = useCallback(
    () => state.current.camera ?? fitted(scene.current.points.positions, state.current.size),
    [],
  );
  const look = useCallback((next: Camera | null) => {
    state.current.camera = next;
    surfaces.current?.points.request();
    surfaces.current?.marks.request();
  }, []);

  useLayoutEffect(() => {
    const [element, lower, upper] = [box.current, below.current, above.current];
    if (!element || !lower || !upper) return;
    const painter = new PointPainter();
    const made = {
      points: new Surface(lower, (context) =>
        paintPoints(context, painter, scene.current, camera(), state.current, () => made.points.request()),
      ),
      marks: new Surface(upper, (context) => paintMarks(context, scene.current, camera(), state.current)),
    };
    surfaces.current = made;
    const fit = () => {
      state.current.size = { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) };
      for (const surface of [made.points, made.marks]) {
        surface.resize(state.current.size.width, state.current.size.height);
        surface.request();
      }
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    const zoom = (event: WheelEvent) => {
      event.preventDefault();
      const factor = Math.exp(-event.deltaY / 400);
      look(zoomedAt(camera(), state.current.size, event.offsetX, event.offsetY, factor));
    };
    // React's own listener cannot keep the page from scrolling.
    upper.addEventListener('wheel', zoom, { passive: false });
    const forget = useMapTool.subscribe((now, before) => {
      if (now.fits !== before.fits) look(null);
    });
    return () => {
      forget();
      observer.disconnect();
      upper.removeEventListener('wheel', zoom);
      for (const surface of Object.values(made)) surface.dispose();
      surfaces.current = null;
    };
  }, [camera, look]);
  useEffect(() => surfaces.current?.points.request(), [points, sprites, names, tokens]);
  useEffect(() => surfaces.current?.marks.request(), [points, tokens, hovered]);

  const pointAt = (event: PointerEvent) => {
    const { offsetX, offsetY } = event.nativeEvent;
    const { size } = state.current;
    const shown = camera();
    const [x, y] = [toMapX(shown, size, offsetX), toMapY(shown, size, offsetY)];
    return index.nearest(x, y, reach / shown.scale, (i) => points.looks[i] !== hidden);
  };
  const gesture = useMapDrag({ state, camera, look, redraw: () => surfaces.current?.marks.request() });

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
    const { width, height } = state.current.size;
    const zoomed = (factor: number) => zoomedAt(camera(), state.current.size, width / 2, height / 2, factor);
    const next: Record<string, () => Camera | null> = {
      '+': () => zoomed(zoomStep),
      '-': () => zoomed(1 / zoomStep),
      '\\': () => null,
      ArrowLeft: () => panned(camera(), 40, 0),
      ArrowRight: () => panned(camera(), -40, 0),
      ArrowUp: () => panned(camera(), 0, 40),
      ArrowDown: () => panned(camera(), 0, -40),
    };
    const act = next[event.key];
    if (event.key === 'Escape') {
      if (gesture.end() === null) onLasso([]);
    } else if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    else look(act());
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
