/**
 * The timeline: row headers, two stacked canvases (content; hover and playhead above it), and the minimap. Gestures are
 * the states of `tools.ts`; a hidden grid mirrors the visible lanes for screen readers and for moving by keys.
 */
import { type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { probabilityMap } from '../canvas/probabilityMap';
import { Surface } from '../canvas/surface';
import { clamped, fitted, following, panned, toSeconds, type Viewport, zoomedAt } from '../canvas/viewport';
import { seekSeconds } from '../player/playerStore';
import { useProject } from '../state/project';
import { setHover, setVisible, useView } from '../state/view';
import { classLooks, unknownLook } from '../ui/classColours';
import { useTheme } from '../ui/theme';
import { LaneGrid } from './LaneGrid';
import { type DrawnSegment, segmentAt } from './painters/segments';
import { RowHeaders } from './RowHeaders';
import { headerWidth, layoutRows, minimapHeight, type Row, rowAt, rowsHeight, rulerHeight } from './rows';
import { paintContent, paintMinimap, paintOverlay, type Scene } from './scene';
import { ScoreTrack } from './scores';
import './timeline.css';
import { ThumbnailStrip } from './thumbnails';
import { idle, pointerDown, pointerMove, pointerUp, type Request, type Tool, wheel } from './tools';
import type { Tracks } from './tracks';

interface TimelineProps {
  tracks: Tracks;
  /** Width over height of the picture. */
  aspect: number;
  selected: string | null;
  onSelect: (segment: DrawnSegment | null, row: Row | null) => void;
  onHover: (segment: DrawnSegment | null, row: Row | null) => void;
}

export function Timeline({ tracks, aspect, selected, onSelect, onHover }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  const [hovered, setHovered] = useState<string | null>(null);
  const tool = useRef<Tool>(idle);
  const visible = useView((view) => view.visible);
  const shownRuns = useView((view) => view.shownRuns);
  const { theme, tokens } = useTheme();
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);

  const view = useMemo<Viewport>(
    () => ({
      visible: visible ? clamped(visible, tracks.duration) : fitted(tracks.duration),
      width,
      duration: tracks.duration,
    }),
    [visible, width, tracks.duration],
  );
  const lanes = useMemo(
    () => tracks.runs.filter((run) => (shownRuns ? shownRuns.includes(run.run) : run.segments !== null)),
    [tracks, shownRuns],
  );
  const scoresOf = lanes.find((lane) => lane.hasScores)?.run ?? null;
  const rows = useMemo(
    () =>
      layoutRows({
        hasVideo: tracks.clock !== null,
        truthDepth: tracks.truth.length,
        lanes,
        classes: taxonomy?.classes.length ?? 0,
        scoresOf,
      }),
    [tracks, lanes, taxonomy, scoresOf],
  );

  const surfaces = useRef<{ content: Surface; overlay: Surface; minimap: Surface } | null>(null);
  const repaint = useCallback(() => {
    surfaces.current?.content.request();
    surfaces.current?.minimap.request();
  }, []);
  const scores = useMemo(
    () => (scoresOf === null ? null : new ScoreTrack(scoresOf, tracks.video, probabilityMap(theme), repaint)),
    [scoresOf, tracks, theme, repaint],
  );
  const strip = useStrip(tracks, repaint);
  const looks = useMemo(() => (taxonomy ? classLooks(taxonomy, theme) : new Map()), [taxonomy, theme]);
  const scene = useMemo<Scene>(
    () => ({
      tracks,
      view,
      rows,
      tokens,
      look: (id) => looks.get(id) ?? unknownLook(theme),
      scores,
      strip,
      aspect,
      selected,
      hovered,
      scrollTop: 0,
    }),
    [tracks, view, rows, tokens, looks, theme, scores, strip, aspect, selected, hovered],
  );
  const latest = useRef(scene);
  latest.current = scene;

  const content = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!content.current || !overlay.current || !minimap.current) return;
    const made = {
      content: new Surface(content.current, (context) => paintContent(context, latest.current)),
      overlay: new Surface(overlay.current, (context, _width, height) => {
        const { playhead, hover } = useView.getState();
        paintOverlay(context, latest.current.view, playhead, hover, height, latest.current.tokens);
      }),
      minimap: new Surface(minimap.current, (context) =>
        paintMinimap(context, latest.current, useView.getState().playhead),
      ),
    };
    surfaces.current = made;
    const unsubscribe = useView.subscribe((now, before) => {
      if (now.playhead !== before.playhead) {
        const next = following(latest.current.view, now.playhead);
        if (tool.current.name === 'idle' && next !== latest.current.view.visible) setVisible(next);
        made.minimap.request();
      }
      if (now.playhead !== before.playhead || now.hover !== before.hover) made.overlay.request();
    });
    return () => {
      unsubscribe();
      for (const surface of Object.values(made)) surface.dispose();
      surfaces.current = null;
    };
  }, []);

  const height = rowsHeight(rows);
  useLayoutEffect(() => {
    surfaces.current?.content.resize(width, height);
    surfaces.current?.overlay.resize(width, height);
    surfaces.current?.minimap.resize(width, minimapHeight);
  }, [width, height]);
  useLayoutEffect(() => {
    for (const surface of Object.values(surfaces.current ?? {})) surface.request();
  }, [scene]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(1, Math.floor(entry.contentRect.width - headerWidth))),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useWheel(overlay, latest, height, box);

  const act = (request: Request) => {
    if (request.kind === 'seek')
      seekSeconds(Math.min(Math.max(0, toSeconds(latest.current.view, request.x)), tracks.duration));
    if (request.kind === 'pan') setVisible(panned(latest.current.view, request.pixels));
  };
  const under = (event: PointerEvent): { x: number; y: number; row: Row | null; segment: DrawnSegment | null } => {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const row = rowAt(rows, y);
    return { x, y, row, segment: row ? findSegment(tracks, row, toSeconds(view, x), y) : null };
  };
  const move = (event: PointerEvent) => {
    const { x, row, segment } = under(event);
    setHover(toSeconds(view, x));
    setHovered(segment?.id ?? null);
    onHover(segment, row);
    const [next, request] = pointerMove(tool.current, { x });
    tool.current = next;
    act(request);
  };
  const down = (event: PointerEvent) => {
    if (event.button > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = under(event);
    const [next, request] = pointerDown({
      x,
      y,
      button: event.button === 1 ? 'middle' : 'primary',
      onRuler: y < rulerHeight,
    });
    tool.current = next;
    act(request);
  };
  const up = (event: PointerEvent) => {
    const { x, row, segment } = under(event);
    const [next, request] = pointerUp(tool.current, { x });
    tool.current = next;
    if (request.kind === 'seek') onSelect(segment, row);
    act(request);
  };

  return (
    <div className="timeline" ref={box} data-keys="timeline" tabIndex={-1}>
      <div className="timeline-rows">
        <RowHeaders rows={rows} tracks={tracks} scores={scores} />
        <div className="timeline-canvases" style={{ height }}>
          <canvas ref={content} style={{ width, height }} aria-hidden />
          <canvas
            ref={overlay}
            style={{ width, height }}
            aria-hidden
            data-testid="timeline-canvas"
            onPointerMove={move}
            onPointerDown={down}
            onPointerUp={up}
            onPointerLeave={() => {
              setHover(null);
              setHovered(null);
              onHover(null, null);
            }}
          />
          <LaneGrid tracks={tracks} rows={rows} selected={selected} onSelect={onSelect} />
        </div>
      </div>
      <Minimap canvas={minimap} view={view} width={width} />
    </div>
  );
}

function findSegment(tracks: Tracks, row: Row, seconds: number, y: number): DrawnSegment | null {
  if (row.kind === 'truth') {
    const level = tracks.truth.length === 1 ? 0 : Math.floor((y - row.top - 5) / 30);
    const lane = tracks.truth[Math.min(Math.max(level, 0), tracks.truth.length - 1)];
    return lane ? segmentAt(lane, seconds) : null;
  }
  const run = row.kind === 'run' ? tracks.runs.find((candidate) => candidate.run === row.run) : undefined;
  return run ? segmentAt(run.lane, seconds) : null;
}

/** Thumbnails a second apart at most, so that zooming in shows more of them and zooming out reuses them. */
function useStrip(tracks: Tracks, repaint: () => void): ThumbnailStrip | null {
  const strip = useMemo(() => {
    if (!tracks.clock) return null;
    const every = Math.max(1, Math.ceil(tracks.clock.times.length / 120));
    return new ThumbnailStrip(tracks.video, every, repaint);
  }, [tracks.video, tracks.clock, repaint]);
  useEffect(() => () => strip?.dispose(), [strip]);
  return strip;
}

/** React listens to wheels passively, which cannot keep the page from zooming; so the listener is added by hand. */
function useWheel(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  scene: React.RefObject<Scene>,
  height: number,
  box: React.RefObject<HTMLDivElement | null>,
) {
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const listen = (event: WheelEvent) => {
      const { view } = scene.current;
      const overflows = height + minimapHeight > (box.current?.clientHeight ?? height);
      const request = wheel(
        {
          deltaX: event.deltaX,
          deltaY: event.deltaY,
          ctrlKey: event.ctrlKey || event.metaKey,
          shiftKey: event.shiftKey,
        },
        overflows,
      );
      if (request.kind === 'scroll') return;
      event.preventDefault();
      setVisible(
        request.kind === 'zoom' ? zoomedAt(view, event.offsetX, request.factor) : panned(view, request.pixels),
      );
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [canvas, scene, height, box]);
}

/** Dragging or clicking moves the part in view; a double click shows all. */
function Minimap({
  canvas,
  view,
  width,
}: {
  canvas: React.RefObject<HTMLCanvasElement | null>;
  view: Viewport;
  width: number;
}) {
  const centre = (event: PointerEvent) => {
    const seconds = (event.nativeEvent.offsetX / width) * view.duration;
    const half = (view.visible.end - view.visible.start) / 2;
    setVisible(clamped({ start: seconds - half, end: seconds + half }, view.duration));
  };
  return (
    <div className="timeline-minimap">
      <span className="timeline-header">Whole video</span>
      <canvas
        ref={canvas}
        style={{ width, height: minimapHeight }}
        aria-hidden
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          centre(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && centre(event)}
        onDoubleClick={() => setVisible(null)}
      />
    </div>
  );
}
