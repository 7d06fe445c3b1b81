import type { PointerEvent } from 'react';
import { clamped, type Viewport } from '../canvas/viewport';
import { setVisible } from '../state/view';
import { minimapHeight } from './rows';
import type { Canvases } from './surfaces';

/** Dragging or clicking moves the part in view; a double click shows all. */
export function Minimap({ canvases, view }: { canvases: Canvases; view: Viewport }) {
  const { width } = view;
  const centre = (event: PointerEvent) => {
    const seconds = (event.nativeEvent.offsetX / width) * view.duration;
    const half = (view.visible.end - view.visible.start) / 2;
    setVisible(clamped({ start: seconds - half, end: seconds + half }, view.duration));
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
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            centre(event);
          }}
          onPointerMove={(event) => event.buttons === 1 && centre(event)}
          onDoubleClick={() => setVisible(null)}
        />
      </div>
    </div>
  );
}
