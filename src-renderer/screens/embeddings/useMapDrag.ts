import { type PointerEvent, type RefObject, useRef } from 'react';
import { type Camera, panned, toMapX, toMapY } from '../../maps/camera';
import { useMapTool } from '../../state/mapTool';
import type { Held } from './mapScene';

/**
 * A drag with the left button: a lasso or, with the other tool, with Shift or with the
 * middle button, a move of the map.
 */
export function useMapDrag({
  state,
  camera,
  look,
  redraw,
}: {
  state: RefObject<Held>;
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
