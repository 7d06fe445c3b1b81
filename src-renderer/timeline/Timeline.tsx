/**
 * The timeline: ruler, row headers beside two stacked canvases (content; hover and playhead above it), and the minimap.
 * Gestures are the states of `tools.ts`; a hidden grid mirrors the visible lanes for screen readers.
 */
import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { probabilityMap } from '../canvas/probabilityMap';
import { clamped, fitted, type Viewport } from '../canvas/viewport';
import { useLabels } from '../state/labels';
import type { Span } from '../../src-main/common/domain/span';
import { boundaryTime } from '../../src-main/common/domain/video';
import { useDamage } from '../state/damage';
import { noRuns, useProject } from '../state/project';
import { useVerdicts, wrongSegments } from '../state/verdicts';
import { setVisible, useView } from '../state/view';
import { classLooks, unknownLook } from '../../src-main/common/classColours';
import { useTheme } from '../ui/theme';
import { useGestures, useWheel } from './gestures';
import { useHandling } from '../state/handling';
import { ClassBox } from './ClassBox';
import { byConfidence, byVerdict } from './colouring';
import { chosenCell, LaneGrid } from './LaneGrid';
import { hideLanes, type ShownLane, showLanes, showVerdicts, useLanes } from './lanes';
import { judgedLane } from './painters/verdicts';
import { PointerTip, type Scores } from './PointerTip';
import { RowHeaders } from './RowHeaders';
import { headerWidth, layoutRows, minimapHeight, type Row, rowsHeight, rulerHeight } from './rows';
import type { Scene } from './scene';
import { ScoreTrack } from './scores';
import { SoundTrack, useSoundRow } from './sound';
import { type Canvases, useCanvases, useSurfaces } from './surfaces';
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
  const judged = useJudged(lanes, tracks.video);
  const runLooks = useRunLooks(lanes, judged, tracks.duration);
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
    }),
    [tracks, view, rows, judged, tokens, look, runLooks, shown, strip, sound, damage, aspect, selected],
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
        <span className="timeline-header hint">Time, mm:ss</span>
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

/** Which lanes are shown, told to everybody, and the rows they take. */
function useRows(tracks: Tracks): { lanes: readonly RunTrack[]; rows: Row[]; scoresOf: string | null } {
  const shownRuns = useView((view) => view.shownRuns);
  const wanted = useLanes((state) => state.scoresOf);
  const classes = useProject((mirrors) => mirrors.project?.taxonomy.classes.length ?? 0);
  const runs = useProject((mirrors) => mirrors.runs ?? noRuns);
  const withSound = useSoundRow((row) => row.shown);
  const pinned = useLanes((state) => state.pinned);
  const lanes = useMemo(() => {
    const shown = tracks.runs.filter(({ run, segments }) => (shownRuns ? shownRuns.includes(run) : segments !== null));
    return [...shown.filter(({ run }) => run === pinned), ...shown.filter(({ run }) => run !== pinned)];
  }, [tracks, shownRuns, pinned]);
  const withScores = lanes.filter((lane) => lane.hasScores);
  const scoresOf = (withScores.find((lane) => lane.run === wanted) ?? withScores[0])?.run ?? null;
  const rows = useMemo(
    () =>
      layoutRows({
        hasVideo: tracks.clock !== null,
        truthDepth: tracks.truth.length,
        annotators: tracks.annotators.map(({ name, levels }) => ({ name, depth: levels.length })),
        lanes,
        classes,
        scoresOf,
        withSound,
      }),
    [tracks, lanes, classes, scoresOf, withSound],
  );
  useEffect(() => {
    const truth = tracks.truth.flatMap((lane) => lane.segments).sort((a, b) => a.start - b.start);
    const shown: ShownLane[] = lanes.map(({ run, lane }) => ({
      key: `run:${run}`,
      name: runs.find(({ id }) => id === run)?.name ?? run,
      segments: lane.segments,
    }));
    const others: ShownLane[] = tracks.annotators.map(({ name, levels }) => ({
      key: `annotator:${name}`,
      name: `annotator ${name}`,
      segments: levels.flatMap((lane) => lane.segments).sort((a, b) => a.start - b.start),
    }));
    showLanes(tracks, [{ key: 'truth', name: 'truth', segments: truth }, ...others, ...shown]);
  }, [tracks, lanes, runs]);
  useEffect(() => hideLanes, []);
  return { lanes, rows, scoresOf };
}

/** What is wrong in the shown lanes, by run; told to everybody. */
function useJudged(lanes: readonly RunTrack[], video: string): Scene['judged'] {
  const runs = useMemo(() => lanes.map(({ run }) => run), [lanes]);
  const thresholds = useView((view) => view.errorThresholds);
  const labels = useLabels(({ known }) => known[video]);
  const verdicts = useVerdicts(video, runs, thresholds, labels);
  useEffect(() => showVerdicts(verdicts), [verdicts]);
  return useMemo(() => new Map(verdicts.map((one) => [one.run, judgedLane(wrongSegments(one))])), [verdicts]);
}

/** How the lanes of runs look where they are not coloured by class. */
function useRunLooks(lanes: readonly RunTrack[], judged: Scene['judged'], duration: number): Scene['runLooks'] {
  const colourBy = useHandling((state) => state.colourBy);
  const { theme, tokens } = useTheme();
  return useMemo(() => {
    if (colourBy === 'class') return new Map();
    const sure = colourBy === 'confidence' ? byConfidence(theme) : null;
    const nothing = judgedLane([]);
    return new Map(
      lanes.map(({ run, lane }) => [
        run,
        sure ? sure(lane, duration) : byVerdict(judged.get(run) ?? nothing, theme, tokens),
      ]),
    );
  }, [lanes, judged, colourBy, duration, theme, tokens]);
}

/** Scores of every lane that has some; nothing is read before it is shown or pointed at. @param came told when more came */
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

/** Dragging or clicking moves the part in view; a double click shows all. */
function Minimap({ canvases, view }: { canvases: Canvases; view: Viewport }) {
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
