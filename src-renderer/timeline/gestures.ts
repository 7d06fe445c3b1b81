/** Pointer and wheel of the lanes and the ruler: seeks, pans, zooms, chooses, and says what is under the pointer. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { panned, toSeconds, zoomedAt } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { setHover, setVisible, useView } from '../state/view';
import { choose, labelLane } from './lanes';
import { carriedFrom, carry, putDown } from './carry';
import { dragEdge, dropEdge, gripAt, letGoOfEdge, takeEdge } from './edges';
import { type DrawnSegment, type Lane, segmentAt } from './painters/lane';
import { point } from './pointed';
import { overlapHeight, type Row, rowAt } from './rows';
import type { Scene } from './scene';
import {
  cancelled,
  type Grip,
  idle,
  isHeld,
  pointerDown,
  pointerMove,
  pointerUp,
  type Request,
  type Tool,
  wheel,
} from './tools';
import { levelsOf, type Tracks } from './tracks';

export interface Gestures {
  /** Whether a press or a drag is under way. */
  dragging: () => boolean;
  /** Listeners of a canvas. @param onRuler whether it is the ruler, else the lanes */
  listeners: (
    onRuler: boolean,
  ) => Record<'onPointerMove' | 'onPointerDown' | 'onPointerUp', (e: PointerEvent) => void> &
    Record<'onPointerLeave' | 'onLostPointerCapture', () => void>;
}

/** @param scene the one that is drawn, so that gestures of this moment meet what is seen */
export function useGestures(scene: RefObject<Scene>): Gestures {
  const tool = useRef<Tool>(idle);
  const last = useRef({ x: 0, y: 0, free: false });
  const act = ([next, request]: [Tool, Request], free = false): Request => {
    tool.current = next;
    const { view, tracks, rows } = scene.current;
    if (request.kind === 'drag') dragEdge(tracks, view, request.grip, request.x, free);
    if (request.kind === 'drop') void dropEdge(tracks, view, request.grip, request.x, free);
    if (request.kind === 'carry') carry(tracks, rows, request.segment, request.y);
    if (request.kind === 'putDown') void putDown(tracks, rows, request.segment, request.y);
    if (request.kind === 'letGo') letGoOfEdge(request.playhead);
    if (request.kind === 'take') takeEdge(request.grip);
    if (request.kind === 'seek') seekSeconds(Math.min(Math.max(0, toSeconds(view, request.x)), tracks.duration));
    if (request.kind === 'pan') setVisible(panned(view, request.pixels));
    return request;
  };
  const listeners = (onRuler: boolean) => ({
    onPointerMove: (event: PointerEvent) => {
      const { offsetX: x, offsetY: y } = event.nativeEvent;
      const under = onRuler ? null : found(scene.current, x, y);
      setHover(toSeconds(scene.current.view, x));
      point(under && { ...under, x: event.clientX, y: event.clientY });
      last.current = { x, y, free: event.altKey };
      act(pointerMove(tool.current, { x, y }), event.altKey);
      const onEdge = tool.current.name === 'dragging' || (!onRuler && gripUnder(scene.current, x, y) !== null);
      event.currentTarget.classList.toggle('on-edge', onEdge);
    },
    onPointerDown: (event: PointerEvent) => {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const button = event.button === 1 ? 'middle' : 'primary';
      const { offsetX: x, offsetY: y } = event.nativeEvent;
      const under = onRuler ? null : found(scene.current, x, y);
      const grip = onRuler ? null : gripUnder(scene.current, x, y);
      const segment = carriedFrom(scene.current.tracks, under?.row ?? null, under?.segment ?? null);
      act(pointerDown({ x, y, button, onRuler, grip, segment }));
    },
    onPointerUp: (event: PointerEvent) => {
      const { offsetX: x, offsetY: y } = event.nativeEvent;
      const request = act(pointerUp(tool.current, { x, y }), event.altKey);
      if (request.kind !== 'seek') return;
      const under = found(scene.current, x, y);
      choose(under?.segment ? { lane: under.row.key, segment: under.segment } : null);
      if (under) labelLane(under.row.key);
    },
    onPointerLeave: () => {
      setHover(null);
      point(null);
    },
    // Of a press that has ended nothing is left to give up.
    onLostPointerCapture: () => void act(cancelled(tool.current)),
  });
  const { view } = scene.current;
  const seen = useRef(view);
  // What is dragged stays under the pointer while the lanes are zoomed and panned by wheel or keys.
  useEffect(() => {
    if (seen.current === view) return;
    seen.current = view;
    if (isHeld(tool.current)) act(pointerMove(tool.current, last.current), last.current.free);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !isHeld(tool.current)) return;
      event.preventDefault();
      act(cancelled(tool.current));
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  });
  return { dragging: () => tool.current.name !== 'idle', listeners };
}

/** React listens to wheels passively, which cannot keep the page from zooming; so the listener is added by hand. */
export function useWheel(canvas: RefObject<HTMLCanvasElement | null>, scene: RefObject<Scene>): void {
  useEffect(() => {
    const element = canvas.current;
    const listen = (event: WheelEvent) => {
      const { deltaX, deltaY, ctrlKey, metaKey, shiftKey, offsetX } = event;
      const request = wheel({ deltaX, deltaY, ctrlKey: ctrlKey || metaKey, shiftKey });
      if (!request) return;
      event.preventDefault();
      const { view } = scene.current;
      setVisible(request.kind === 'zoom' ? zoomedAt(view, offsetX, request.factor) : panned(view, request.pixels));
    };
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [canvas, scene]);
}

function found(
  { tracks, rows, view }: Scene,
  x: number,
  y: number,
): { row: Row; seconds: number; segment: DrawnSegment | null; offset: number } | null {
  const row = rowAt(rows, y);
  const seconds = toSeconds(view, x);
  return row && { row, seconds, segment: findSegment(tracks, row, seconds, y), offset: y - row.top };
}

/** The edge of a true segment under the pointer. */
function gripUnder({ tracks, rows, view }: Scene, x: number, y: number): Grip | null {
  const row = rowAt(rows, y);
  const lane = row?.kind === 'truth' && !row.collapsed ? levelAt(levelsOf(tracks, row), row, y) : undefined;
  const grip = lane ? gripAt(lane.segments, view, x) : null;
  return grip && { ...grip, playhead: useView.getState().playhead };
}

function levelAt(levels: readonly Lane[], row: Row, y: number): Lane | undefined {
  const level = levels.length === 1 ? 0 : Math.floor((y - row.top - 5) / overlapHeight);
  return levels[Math.min(Math.max(level, 0), levels.length - 1)];
}

function findSegment(tracks: Tracks, row: Row, seconds: number, y: number): DrawnSegment | null {
  const levels = levelsOf(tracks, row);
  if (row.collapsed) return levels.map((level) => segmentAt(level, seconds)).find((one) => one !== null) ?? null;
  const level = levelAt(levels, row, y);
  if (level) return segmentAt(level, seconds);
  const run = row.kind === 'run' ? tracks.runs.find((candidate) => candidate.run === row.run) : undefined;
  return run ? segmentAt(run.lane, seconds) : null;
}
