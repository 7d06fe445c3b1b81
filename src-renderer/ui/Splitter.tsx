/** The line between two panes: dragged, moved by arrow keys in 16 px steps, put back by a double click. */
import type { KeyboardEvent, PointerEvent } from 'react';

interface SplitterProps {
  name: string;
  /** Size of the pane it governs, in CSS pixels. */
  size: number;
  initial: number;
  min: number;
  max: number;
  /** `column`: a vertical line between panes side by side. */
  direction: 'column' | 'row';
  /** The governed pane lies after the line (right or below). */
  after?: boolean;
  onSize: (size: number) => void;
}

export function Splitter({ name, size, initial, min, max, direction, after = false, onSize }: SplitterProps) {
  const set = (next: number) => onSize(Math.round(Math.min(max, Math.max(min, next))));
  const sign = after ? -1 : 1;
  const drag = (event: PointerEvent<HTMLHRElement>) => {
    const line = event.currentTarget;
    const from = direction === 'column' ? event.clientX : event.clientY;
    line.setPointerCapture(event.pointerId);
    line.onpointermove = (move) => set(size + sign * ((direction === 'column' ? move.clientX : move.clientY) - from));
    line.onlostpointercapture = () => {
      line.onpointermove = null;
    };
  };
  const nudge = (event: KeyboardEvent) => {
    const forward = direction === 'column' ? 'ArrowRight' : 'ArrowDown';
    const back = direction === 'column' ? 'ArrowLeft' : 'ArrowUp';
    if (event.key !== forward && event.key !== back) return;
    event.preventDefault();
    set(size + sign * (event.key === forward ? 16 : -16));
  };
  return (
    <hr
      className={`splitter ${direction}`}
      tabIndex={0}
      aria-label={name}
      aria-orientation={direction === 'column' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={drag}
      onKeyDown={nudge}
      onDoubleClick={() => set(initial)}
    />
  );
}
