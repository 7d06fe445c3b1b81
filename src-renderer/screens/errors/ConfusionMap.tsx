import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConfusionMatrix } from '../../../src-main/common/domain/confusions';
import { Surface } from '../../canvas/surface';
import { useTheme } from '../../ui/theme';
import { type CellMeasure, type MatrixScene, paintMatrix } from './matrixPainter';
import { cellAt, framed, type MatrixView, panned, revealed, zoomed } from './matrixView';

export interface Cell {
  row: number;
  column: number;
}

interface ConfusionMapProps {
  matrix: ConfusionMatrix;
  measure: CellMeasure;
  selected: Cell | null;
  /** Groups that are looked at first, `[from, to)`; null: all. */
  frame: readonly [number, number] | null;
  onSelect: (cell: Cell) => void;
  /** Pointed at, or reached by keys. */
  onPoint: (cell: Cell | null) => void;
}

/**
 * The matrix on a canvas: wheel pans, Ctrl and wheel zoom at the pointer, dragging moves, a click selects a cell, a
 * double click shows all. Keys: arrows go from cell to cell, Enter selects, + and - zoom, 0 shows all.
 */
export function ConfusionMap({ matrix, measure, selected, frame, onSelect, onPoint }: ConfusionMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useMatrixView(canvas, matrix, frame);
  const [hovered, setHovered] = useState<Cell | null>(null);
  const { theme, tokens } = useTheme();
  const scene = useMemo<MatrixScene>(
    () => ({ matrix, measure, view, selected, hovered, tokens, theme }),
    [matrix, measure, view, selected, hovered, tokens, theme],
  );
  usePainted(canvas, scene);
  const point = (cell: Cell | null) => {
    if (cell?.row === hovered?.row && cell?.column === hovered?.column) return;
    setHovered(cell);
    onPoint(cell);
  };
  useWheel(canvas, (event) => {
    const { deltaX, deltaY, offsetX, offsetY } = event;
    if (event.ctrlKey || event.metaKey) setView((now) => zoomed(now, offsetX, offsetY, 2 ** (-deltaY / 300)));
    else setView((now) => panned(now, event.shiftKey ? deltaY : deltaX, event.shiftKey ? 0 : deltaY));
  });
  const drag = useDrag(setView, (x, y) => {
    const cell = cellAt(view, x, y);
    if (cell) onSelect(cell);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const from = hovered ?? selected ?? { row: 0, column: 0 };
    const next = neighbour(from, event.key, matrix.groups.length);
    if (next) {
      point(next);
      setView((now) => revealed(now, next.row, next.column));
    } else if (event.key === 'Enter') onSelect(from);
    else if (event.key === '+' || event.key === '-') {
      setView((now) => zoomed(now, now.width / 2, now.height / 2, event.key === '+' ? 1.5 : 1 / 1.5));
    } else if (event.key === '0') setView((now) => framed(now, 0, now.groups));
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="confusion-map"
      role="application"
      aria-label={`Confusion matrix of ${matrix.groups.length} by ${matrix.groups.length}`}
      aria-describedby="confusion-cell"
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <canvas
        ref={canvas}
        aria-hidden
        {...drag}
        onPointerMove={(event) => {
          drag.onPointerMove(event);
          point(cellAt(view, event.nativeEvent.offsetX, event.nativeEvent.offsetY));
        }}
        onPointerLeave={() => point(null)}
        onDoubleClick={() => setView((now) => framed(now, 0, now.groups))}
      />
    </div>
  );
}

/** All of the matrix or the frame, at the size of the canvas; begins anew with another matrix or frame. */
function useMatrixView(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  matrix: ConfusionMatrix,
  frame: readonly [number, number] | null,
) {
  const groups = matrix.groups.length;
  const [view, setView] = useState<MatrixView>({ groups, width: 1, height: 1, x: 0, y: 0, zoom: null });
  useLayoutEffect(() => {
    const box = canvas.current?.parentElement;
    if (!box) return;
    const fit = (resized: boolean) => {
      const { clientWidth: width, clientHeight: height } = box;
      setView((now) => {
        const next = { ...now, groups, width, height };
        return resized ? panned(next, 0, 0) : framed(next, ...(frame ?? ([0, groups] as const)));
      });
    };
    fit(false);
    const observer = new ResizeObserver(() => fit(true));
    observer.observe(box);
    return () => observer.disconnect();
  }, [canvas, groups, frame]);
  return [view, setView] as const;
}

function usePainted(canvas: React.RefObject<HTMLCanvasElement | null>, scene: MatrixScene): void {
  const latest = useRef(scene);
  latest.current = scene;
  const surface = useRef<Surface | null>(null);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new Surface(canvas.current, (context) => paintMatrix(context, latest.current));
    surface.current = made;
    return () => made.dispose();
  }, [canvas]);
  useLayoutEffect(() => {
    surface.current?.resize(scene.view.width, scene.view.height);
    surface.current?.request();
  }, [scene]);
}

/** React listens to wheels passively, which cannot keep the page from zooming; so the listener is added by hand. */
function useWheel(canvas: React.RefObject<HTMLCanvasElement | null>, turn: (event: WheelEvent) => void): void {
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    const element = canvas.current;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event);
    };
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [canvas]);
}

/** A press that moves drags the view; one that does not is a click. */
function useDrag(setView: (change: (now: MatrixView) => MatrixView) => void, click: (x: number, y: number) => void) {
  const pressed = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      pressed.current = { x: event.clientX, y: event.clientY, moved: false };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent<HTMLCanvasElement>) => {
      const press = pressed.current;
      if (!press) return;
      const [dx, dy] = [press.x - clientX, press.y - clientY];
      if (!press.moved && Math.hypot(dx, dy) < 4) return;
      pressed.current = { x: clientX, y: clientY, moved: true };
      setView((now) => panned(now, dx, dy));
    },
    onPointerUp: ({ nativeEvent: { offsetX, offsetY } }: PointerEvent<HTMLCanvasElement>) => {
      if (pressed.current?.moved === false) click(offsetX, offsetY);
      pressed.current = null;
    },
  };
}

/** The cell that an arrow leads to; null for other keys. */
function neighbour({ row, column }: Cell, key: string, groups: number): Cell | null {
  const within = (at: number) => Math.max(0, Math.min(groups - 1, at));
  if (key === 'ArrowLeft') return { row, column: within(column - 1) };
  if (key === 'ArrowRight') return { row, column: within(column + 1) };
  if (key === 'ArrowUp') return { row: within(row - 1), column };
  if (key === 'ArrowDown') return { row: within(row + 1), column };
  return null;
}
