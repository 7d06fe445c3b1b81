import { type PointerEvent, useRef } from 'react';
import { clamped, type Viewport } from '../canvas/viewport';
import { setVisible } from '../state/view';
import { minimapHeight } from './rows';
import type { Canvases } from './surfaces';

/** The frame round what is in view is dragged, elsewhere a press brings it there; a double click shows all. */
export function Minimap({ canvases, view }: { canvases: Canvases; view: Viewport }) {
  const { width } = view;
  /** Seconds from the frame's start to where it is held. */
  const held = useRef(0);
  const { start, end } = view.visible;
  const secondsAt = (event: PointerEvent) => (event.nativeEvent.offsetX / width) * view.duration;
  const take = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const seconds = secondsAt(event);
    held.current = seconds >= start && seconds < end ? seconds - start : (end - start) / 2;
    move(event);
  };
  const move = (event: PointerEvent) => {
    const from = secondsAt(event) - held.current;
    setVisible(clamped({ start: from, end: from + end - start }, view.duration));
  };
  return (
    <div className="timeline-minimap">
      <span className="timeline-header">Whole video</span>
      <div>
        <canvas ref={canvases.minimap} style={{ width, height: minimapHeight }} aria-hidden />
        <canvas
          ref={canvases.frame}
          style={{ width, height: minimapHeight }}
          aria-hidden
          data-testid="timeline-minimap"
          onPointerDown={take}
          onPointerMove={(event) => event.buttons === 1 && move(event)}
          onDoubleClick={() => setVisible(null)}
        />
      </div>
    </div>
  );
}
