/**
 * One map on two canvases: points and names below; above them lasso and the point under the pointer. Wheel zooms, a drag
 * draws a lasso or moves the map, a click goes to the moment.
 */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { textWidth } from '../../canvas/label';
import { Surface } from '../../canvas/surface';
import {
  type Camera,
  fitted,
  panned,
  type Size,
  toMapX,
  toMapY,
  toPixelX,
  toPixelY,
  zoomedAt,
} from '../../maps/camera';
import { mediansOf, movedNames, type Named, type PlacedName, placeNames } from '../../maps/namePlaces';
import { PointIndex } from '../../maps/pointIndex';
import { hidden, type LookSprites, type PaintedPoints, PointPainter } from '../../maps/pointPainter';
import { makeSprite, mixed, packed, type PointLook, rgbOf } from '../../maps/sprites';
import type { Tokens } from '../../ui/theme';
import { useMapTool } from '../../state/mapTool';

export interface Pictured extends PaintedPoints {
  table: readonly PointLook[];
  /** `[points]` the group whose name stands at its median; null for points that are not shown. */
  groups: readonly (string | null)[];
}

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

/** Radius in CSS pixels of a point, and of one that is chosen. */
const radius = 2.7;
const chosenRadius = 3.6;
/** How far from a point the pointer may be, in CSS pixels. */
const reach = 8;
/** What is left of a point's colour while others are chosen. */
const fadedShare = 0.62;
const zoomStep = 1.25;

export function MapCanvas({ summary, points, tokens, hovered, onHover, onClick, onLasso }: MapCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const surfaces = useRef<{ points: Surface; marks: Surface } | null>(null);
  const sprites = useSprites(points.table, tokens);
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
  const gesture = useGesture({ state, camera, look, redraw: () => surfaces.current?.marks.request() });

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

interface Held {
  camera: Camera | null;
  size: Size;
  /** Corners in places of the map. */
  lasso: number[];
  /** Names where they were put last. */
  named: { of: readonly Named[]; placed: readonly PlacedName[]; camera: Camera } | null;
}

/** A drag with the left button: a lasso or, with the other tool, with Shift or with the middle button, a move of the map. */
function useGesture({
  state,
  camera,
  look,
  redraw,
}: {
  state: React.RefObject<Held>;
  camera: () => Camera;
  look: (camera: Camera) => void;
  redraw: () => void;
}) {
  const held = useRef<{ x: number; y: number; moved: boolean; moving: boolean } | null>(null);
  return {
    begin: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button > 1) return;
      const moving = event.button === 1 || event.shiftKey || useMapTool.getState().tool === 'move';
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY, moved: false, moving };
    },
    /** @returns whether a drag is under way */
    move: ({ nativeEvent: { offsetX, offsetY } }: PointerEvent): boolean => {
      const drag = held.current;
      if (!drag) return false;
      if (!drag.moved && Math.hypot(offsetX - drag.x, offsetY - drag.y) < 3) return true;
      drag.moved = true;
      const shown = camera();
      if (drag.moving) {
        look(panned(shown, offsetX - drag.x, offsetY - drag.y));
        Object.assign(drag, { x: offsetX, y: offsetY });
      } else {
        state.current.lasso.push(
          toMapX(shown, state.current.size, offsetX),
          toMapY(shown, state.current.size, offsetY),
        );
        redraw();
      }
      return true;
    },
    /** @returns what the drag came to; null where none was under way */
    end: (): { moved: boolean; lasso: number[] } | null => {
      const drag = held.current;
      held.current = null;
      const lasso = state.current.lasso.splice(0);
      redraw();
      return drag && { moved: drag.moved, lasso };
    },
  };
}

function useSprites(table: readonly PointLook[], tokens: Tokens): LookSprites & { ratio: number } {
  return useMemo(() => {
    const ratio = window.devicePixelRatio;
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
  }, [table, tokens]);
}

interface Scene {
  points: Pictured;
  sprites: LookSprites & { ratio: number };
  names: readonly Named[];
  tokens: Tokens;
  hovered: number | null;
}

function paintPoints(
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

function paintMarks(
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
