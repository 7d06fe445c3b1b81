/**
 * Gestures as small states, without a DOM: press, drag, release and wheel come in, the next state and what it asks for
 * come out. A press that does not move is a click and seeks; a drag on the ruler scrubs; a drag anywhere with the
 * middle button, or with the primary one on lanes, pans; an edge of a true segment that is pressed is chosen, and
 * dragged once the press has moved; a true segment that is dragged up or down is carried into another lane.
 */
export interface Grip {
  /** Id of the segment. */
  segment: string;
  side: 'start' | 'end';
  /** Pixels from the pointer to the edge when it was taken: an edge does not jump to the pointer. */
  offset: number;
  /** Seconds: where the playhead stood when the edge was taken, before it followed the edge. */
  playhead: number;
}

export interface Pointer {
  x: number;
  y: number;
  button: 'primary' | 'middle';
  onRuler: boolean;
  /** The edge that is pressed. */
  grip: Grip | null;
  /** Id of the segment that is pressed, where it can be carried. */
  segment: string | null;
}

export type Tool =
  | { name: 'idle' }
  | { name: 'pressing'; from: Pointer }
  | { name: 'scrubbing' }
  | { name: 'panning'; lastX: number }
  | { name: 'carrying'; segment: string }
  | { name: 'dragging'; grip: Grip; from: number; moved: boolean };

export type Request =
  | { kind: 'seek'; x: number }
  | { kind: 'pan'; pixels: number }
  /** An edge is chosen. */
  | { kind: 'take'; grip: Grip }
  /** An edge is shown where it would come to lie, or is put there. @param x of the edge */
  | { kind: 'drag' | 'drop'; grip: Grip; x: number }
  /** A segment is shown in the lane where it would come to lie, or is put there. */
  | { kind: 'carry' | 'putDown'; segment: string; y: number }
  /** What was dragged goes back; of an edge, the playhead too. */
  | { kind: 'letGo'; playhead: number | null }
  | { kind: 'none' };

/** Pixels a press may wander and still be a click. */
const clickSlack = 4;
const nothing: Request = { kind: 'none' };

export const idle: Tool = { name: 'idle' };

/** @returns the next state, and what it asks for */
export function pointerDown(pointer: Pointer): [Tool, Request] {
  if (pointer.button === 'middle') return [{ name: 'panning', lastX: pointer.x }, nothing];
  if (pointer.onRuler) return [{ name: 'scrubbing' }, { kind: 'seek', x: pointer.x }];
  if (pointer.grip) return [{ name: 'dragging', grip: pointer.grip, from: pointer.x, moved: false }, nothing];
  return [{ name: 'pressing', from: pointer }, nothing];
}

/** @returns likewise */
export function pointerMove(tool: Tool, { x, y }: { x: number; y: number }): [Tool, Request] {
  switch (tool.name) {
    case 'idle':
      return [tool, nothing];
    case 'pressing':
      if (tool.from.segment !== null && Math.abs(y - tool.from.y) > Math.max(clickSlack, Math.abs(x - tool.from.x))) {
        const { segment } = tool.from;
        return [
          { name: 'carrying', segment },
          { kind: 'carry', segment, y },
        ];
      }
      if (Math.abs(x - tool.from.x) <= clickSlack) return [tool, nothing];
      return [
        { name: 'panning', lastX: x },
        { kind: 'pan', pixels: tool.from.x - x },
      ];
    case 'scrubbing':
      return [tool, { kind: 'seek', x }];
    case 'panning':
      return [
        { name: 'panning', lastX: x },
        { kind: 'pan', pixels: tool.lastX - x },
      ];
    case 'carrying':
      return [tool, { kind: 'carry', segment: tool.segment, y }];
    case 'dragging':
      if (!tool.moved && Math.abs(x - tool.from) <= clickSlack) return [tool, nothing];
      return [
        { ...tool, moved: true },
        { kind: 'drag', grip: tool.grip, x: x + tool.grip.offset },
      ];
  }
}

/** @returns likewise */
export function pointerUp(tool: Tool, { x, y }: { x: number; y: number }): [Tool, Request] {
  if (tool.name === 'pressing') return [idle, { kind: 'seek', x }];
  if (tool.name === 'carrying') return [idle, { kind: 'putDown', segment: tool.segment, y }];
  if (tool.name !== 'dragging') return [idle, nothing];
  const { grip } = tool;
  return [idle, tool.moved ? { kind: 'drop', grip, x: x + grip.offset } : { kind: 'take', grip }];
}

/** Whether something is dragged that Escape gives up. */
export const isHeld = ({ name }: Tool): boolean => name === 'dragging' || name === 'carrying';

/** Escape, or the pointer is lost: what is dragged goes back to where it was. */
export function cancelled(tool: Tool): [Tool, Request] {
  if (!isHeld(tool)) return [idle, nothing];
  return [idle, { kind: 'letGo', playhead: tool.name === 'dragging' && tool.moved ? tool.grip.playhead : null }];
}

export type WheelRequest = { kind: 'zoom'; factor: number } | { kind: 'pan'; pixels: number };

/**
 * The wheel with Ctrl (a pinch comes as one, too) zooms at the pointer; with Shift, or sideways, it pans. Otherwise it
 * scrolls the lanes, which is left to the page: null.
 */
export function wheel(event: {
  deltaX: number;
  deltaY: number;
  ctrlKey: boolean;
  shiftKey: boolean;
}): WheelRequest | null {
  if (event.ctrlKey) return { kind: 'zoom', factor: Math.exp(-event.deltaY / 300) };
  const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (event.shiftKey || sideways) return { kind: 'pan', pixels: sideways ? event.deltaX : event.deltaY };
  return null;
}
