import { clamped, fitted, zoomedAt } from '../canvas/viewport';
import { setVisible, useView } from '../state/view';
import { useLanes } from './lanes';

/** Zooms the timeline about the playhead where it is in view, else about the middle. */
export function zoomTimeline(factor: number): void {
  const { visible, playhead } = useView.getState();
  const duration = useLanes.getState().tracks?.duration ?? 0;
  const span = visible ? clamped(visible, duration) : fitted(duration);
  const view = { visible: span, width: 1, duration };
  const anchor =
    playhead >= span.start && playhead <= span.end ? (playhead - span.start) / (span.end - span.start) : 0.5;
  setVisible(zoomedAt(view, anchor, factor));
}
