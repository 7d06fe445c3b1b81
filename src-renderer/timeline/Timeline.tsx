/**
 * The timeline: ruler, row headers beside two stacked canvases (content; hover and playhead above it), and the minimap.
 * Gestures are the states of `tools.ts`; a hidden grid mirrors the visible lanes for screen readers.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { areFrames } from '../canvas/ticks';
import { noRuns, useProject } from '../state/project';
import { useGestures, useWheel } from './gestures';
import { ClassBox } from './ClassBox';
import { chosenCell, LaneGrid } from './LaneGrid';
import { Minimap } from './Minimap';
import { PointerTip } from './PointerTip';
import { RowHeaders } from './RowHeaders';
import { headerWidth, rowsHeight, rulerHeight } from './rows';
import { useCanvases, useSurfaces } from './surfaces';
import './timeline.css';
import type { Tracks } from './tracks';
import { useScene } from './useScene';

interface TimelineProps {
  tracks: Tracks;
  /** Width over height of the picture. */
  aspect: number;
}

export function Timeline({ tracks, aspect }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useLaneWidth(box);
  const { scene, lanes, scores, pieces } = useScene(tracks, aspect, width);
  const latest = useRef(scene);
  latest.current = scene;
  const canvases = useCanvases();
  const { dragging, listeners } = useGestures(latest);
  const repaint = useSurfaces(canvases, scene, dragging);
  useEffect(repaint, [repaint, pieces]);
  useWheel(canvases.ruler, latest);
  useWheel(canvases.overlay, latest);

  const { view, rows, selected, sound } = scene;
  const height = rowsHeight(rows);
  return (
    <div
      className="timeline"
      data-keys="timeline"
      role="application"
      aria-label={`Timeline, ${tracks.video}`}
      aria-activedescendant={selected === null ? undefined : chosenCell}
      tabIndex={0}
    >
      <div className="timeline-ruler">
        <span className="timeline-header hint">{areFrames(view, tracks.clock) ? 'Frames' : 'Time, mm:ss'}</span>
        <canvas
          ref={canvases.ruler}
          style={{ width, height: rulerHeight }}
          aria-hidden
          data-testid="timeline-ruler"
          {...listeners(true)}
        />
      </div>
      <div className="timeline-rows" ref={box}>
        <RowHeaders
          rows={rows}
          tracks={tracks}
          scoreClasses={scene.scores?.shownClasses.length ?? 0}
          sound={sound?.state ?? 'none'}
          classes={scene.scores?.classIds.length ?? 0}
        />
        <div className="timeline-canvases" style={{ height }}>
          <canvas ref={canvases.content} style={{ width, height }} aria-hidden />
          <canvas
            ref={canvases.overlay}
            style={{ width, height }}
            aria-hidden
            data-testid="timeline-canvas"
            {...listeners(false)}
          />
          <LaneGrid video={tracks.video} />
          <ClassBox view={view} />
          {lanes.length === 0 && <NoLanes top={height} tracks={tracks} />}
        </div>
      </div>
      <Minimap canvases={canvases} view={view} />
      <PointerTip tracks={tracks} scores={scores} />
    </div>
  );
}

/** Below the truth, where lanes would be. */
function NoLanes({ top, tracks }: { top: number; tracks: Tracks }) {
  const runs = useProject((mirrors) => mirrors.runs ?? noRuns);
  const seen = tracks.runs.some((run) => run.segments !== null);
  return (
    <p className="hint timeline-none" style={{ top }}>
      {runs.length === 0 && 'No runs yet. Train one, or import predictions.'}
      {runs.length > 0 &&
        !seen &&
        'No run has seen this video. Choose a run on the Runs screen and run it on this video.'}
      {seen && 'All runs are hidden. Click their names above to show them.'}
    </p>
  );
}

/** Pixels beside the headers, less the scroll bar where lanes do not fit. */
function useLaneWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(1, Math.floor(entry.contentRect.width - headerWidth))),
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
