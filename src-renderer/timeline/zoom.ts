import { clamped, fitted, zoomedAt } from '../canvas/viewport';
import { setVisible, useView } from '../state/view';

/** Zooms the timeline about the playhead where it is in view, else about the middle. */
export function zoomTimeline(factor: number, duration: number): void {
  const { visible, playhead } = useView.getState();
  const span = visible ? clamped(visible, duration) : fitted(duration);
  const view = { visible: span, width: 1, duration };
  const anchor =
    playhead >= span.start && playhead <= span.end ? (playhead - span.start) / (span.end - span.start) : 0.5;
  setVisible(zoomedAt(view, anchor, factor));
}
