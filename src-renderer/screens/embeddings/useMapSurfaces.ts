/** What a map is painted on: two canvases that repaint when the points, the camera or the size of the box change. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { Surface } from '../../canvas/surface';
import { type Camera, fitted, zoomedAt } from '../../maps/camera';
import { mediansOf } from '../../maps/namePlaces';
import { PointPainter } from '../../maps/pointPainter';
import { useMapTool } from '../../state/mapTool';
import type { Tokens } from '../../ui/theme';
import { type Held, makeSprites, paintMarks, paintPoints, type Pictured } from './mapScene';

interface MapSurfaces {
  box: RefObject<HTMLDivElement | null>;
  below: RefObject<HTMLCanvasElement | null>;
  above: RefObject<HTMLCanvasElement | null>;
  state: RefObject<Held>;
  /** Where the map is looked at from now. */
  camera: () => Camera;
  /** Looks from elsewhere; null: all points are in view. */
  look: (next: Camera | null) => void;
  /** Paints lasso and pointed point again. */
  redraw: () => void;
}

export function useMapSurfaces(points: Pictured, tokens: Tokens, hovered: number | null): MapSurfaces {
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const surfaces = useRef<{ points: Surface; marks: Surface } | null>(null);
  const sprites = useMemo(() => makeSprites(points.table, tokens, window.devicePixelRatio), [points.table, tokens]);
  const names = useMemo(() => mediansOf(points.positions, points.groups), [points.positions, points.groups]);
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
  return { box, below, above, state, camera, look, redraw: () => surfaces.current?.marks.request() };
}
