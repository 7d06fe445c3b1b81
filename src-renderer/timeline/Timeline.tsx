/**
 * The timeline: ruler, row headers beside two stacked canvases (content; hover and playhead above it), and the minimap.
 * Gestures are the states of `tools.ts`; a hidden grid mirrors the visible lanes for screen readers.
 */
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { probabilityMap } from '../canvas/probabilityMap';
import { areFrames } from '../canvas/ticks';
import { clamped, fitted, type Viewport } from '../canvas/viewport';
import type { Span } from '../../src-main/common/domain/span';
import { boundaryTime } from '../../src-main/common/domain/video';
import { useDamage } from '../state/damage';
import { noRuns, useProject } from '../state/project';
import { useView } from '../state/view';
import { classLooks, unknownLook } from '../../src-main/common/classColours';
import { useTheme } from '../ui/theme';
import { useGestures, useWheel } from './gestures';
import { ClassBox } from './ClassBox';
import { chosenCell, LaneGrid } from './LaneGrid';
import { useHands } from './hands/hands';
import { useLanes } from './lanes';
import { Minimap } from './Minimap';
import { PointerTip, type Scores } from './PointerTip';
import { RowHeaders } from './RowHeaders';
import { headerWidth, rowsHeight, rulerHeight } from './rows';
import type { Scene } from './scene';
import { ScoreTrack } from './scores';
import { useJudged, useRows, useRunLooks } from './shownLanes';
import { SoundTrack } from './sound';
import { useCanvases, useSurfaces } from './surfaces';
import './timeline.css';
import { ThumbnailStrip } from './thumbnails';
import type { RunTrack, Tracks } from './tracks';

interface TimelineProps {
  tracks: Tracks;
  /** Width over height of the picture. */
  aspect: number;
}

export function Timeline({ tracks, aspect }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useLaneWidth(box);
  const visible = useView((view) => view.visible);
  const view = useMemo<Viewport>(
    () => ({
      visible: visible ? clamped(visible, tracks.duration) : fitted(tracks.duration),
      width,
      duration: tracks.duration,
    }),
    [visible, width, tracks.duration],
  );
  const { lanes, rows, scoresOf } = useRows(tracks);
  const [pieces, came] = useReducer((count: number) => count + 1, 0);
  const scores = useScores(lanes, tracks.video, came);
  const strip = useStrip(tracks, came);
  const sound = useMemo(
    () => (tracks.clock ? new SoundTrack(tracks.video, came) : null),
    [tracks.video, tracks.clock, came],
  );
  const damage = useDamagedSeconds(tracks);
  const { theme, tokens } = useTheme();
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const look = useMemo(() => {
    const looks = taxonomy ? classLooks(taxonomy, theme) : new Map();
    return ({ classId }: { classId: number }) => looks.get(classId) ?? unknownLook(theme);
  }, [taxonomy, theme]);
  const selected = useLanes((state) => state.chosen?.segment.id ?? null);
  const edge = useHands((state) => state.edge);
  const judged = useJudged(lanes, tracks.video);
  const runLooks = useRunLooks(lanes, judged);
  const shown = scoresOf === null ? null : (scores.get(scoresOf) ?? null);
  const scene = useMemo<Scene>(
    () => ({
      tracks,
      view,
      rows,
      judged,
      tokens,
      look,
      runLooks,
      scores: shown,
      strip,
      sound,
      damage,
      aspect,
      selected,
      edge,
    }),
    [tracks, view, rows, judged, tokens, look, runLooks, shown, strip, sound, damage, aspect, selected, edge],
  );
  const latest = useRef(scene);
  latest.current = scene;
  const canvases = useCanvases();
  const { dragging, listeners } = useGestures(latest);
  const repaint = useSurfaces(canvases, scene, dragging);
  useEffect(repaint, [repaint, pieces]);
  useWheel(canvases.ruler, latest);
  useWheel(canvases.overlay, latest);

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
          scoreClasses={shown?.shownClasses.length ?? 0}
          sound={sound?.state ?? 'none'}
          classes={shown?.classIds.length ?? 0}
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

/**
 * Scores of every lane that has some; nothing is read before it is shown or pointed at.
 * @param came told when more came
 */
function useScores(lanes: readonly RunTrack[], video: string, came: () => void): Scores {
  const theme = useTheme((state) => state.theme);
  return useMemo(() => {
    const map = probabilityMap(theme);
    const withScores = lanes.filter((lane) => lane.hasScores);
    return new Map(withScores.map(({ run }) => [run, new ScoreTrack(run, video, map, came)]));
  }, [lanes, video, theme, came]);
}

/** At most 120 pictures a video, so that zooming in and out reuses them. */
function useStrip(tracks: Tracks, came: () => void): ThumbnailStrip | null {
  const strip = useMemo(() => {
    if (!tracks.clock) return null;
    const every = Math.max(1, Math.ceil(tracks.clock.times.length / 120));
    return new ThumbnailStrip(tracks.video, every, came);
  }, [tracks.video, tracks.clock, came]);
  useEffect(() => () => strip?.dispose(), [strip]);
  return strip;
}

function useDamagedSeconds({ video, clock }: Tracks): Span[] {
  const spans = useDamage(video);
  return useMemo(() => {
    if (!clock) return [];
    const seconds = (frame: number) => boundaryTime(clock, frame) - (clock.times[0] as number);
    return spans.map(({ start, end }) => ({ start: seconds(start), end: seconds(end) }));
  }, [spans, clock]);
}
