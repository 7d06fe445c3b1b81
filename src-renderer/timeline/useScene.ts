/**
 * All that a timeline shows of a video at this moment, from the stores and from what is read as it comes into sight.
 */
import { useEffect, useMemo, useReducer } from 'react';
import { classLooks, unknownLook } from '../../src-main/common/classColours';
import type { Span } from '../../src-main/common/domain/span';
import { boundaryTime } from '../../src-main/common/domain/video';
import { probabilityMap } from '../canvas/probabilityMap';
import { clamped, fitted, type Viewport } from '../canvas/viewport';
import { useDamage } from '../state/damage';
import { useProject } from '../state/project';
import { useView } from '../state/view';
import { useTheme } from '../ui/theme';
import { useHands } from './hands/hands';
import { useLanes } from './lanes';
import type { Scores } from './PointerTip';
import type { Scene } from './scene';
import { ScoreTrack } from './scores';
import { useJudged, useRows, useRunLooks } from './shownLanes';
import { SoundTrack } from './sound';
import { ThumbnailStrip } from './thumbnails';
import type { RunTrack, Tracks } from './tracks';

interface SceneOfVideo {
  scene: Scene;
  lanes: readonly RunTrack[];
  /** Of every run that has some, by run. */
  scores: Scores;
  /** Grows as scores, pictures and sound come, which the scene draws without being another one. */
  pieces: number;
}

/**
 * @param aspect width over height of the picture
 * @param width of the lanes in pixels
 */
export function useScene(tracks: Tracks, aspect: number, width: number): SceneOfVideo {
  const view = useViewport(tracks.duration, width);
  const { lanes, rows, scoresOf } = useRows(tracks);
  const [pieces, came] = useReducer((count: number) => count + 1, 0);
  const scores = useScores(tracks, came);
  const strip = useStrip(tracks, came);
  const sound = useMemo(
    () => (tracks.clock ? new SoundTrack(tracks.video, came) : null),
    [tracks.video, tracks.clock, came],
  );
  const damage = useDamagedSeconds(tracks);
  const tokens = useTheme((state) => state.tokens);
  const look = useLook();
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
  return { scene, lanes, scores, pieces };
}

/** What is visible of the video, by default all. @param duration in seconds */
function useViewport(duration: number, width: number): Viewport {
  const visible = useView((view) => view.visible);
  return useMemo(
    () => ({ visible: visible ? clamped(visible, duration) : fitted(duration), width, duration }),
    [visible, width, duration],
  );
}

function useLook(): Scene['look'] {
  const theme = useTheme((state) => state.theme);
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  return useMemo(() => {
    const looks = taxonomy ? classLooks(taxonomy, theme) : new Map();
    return ({ classId }) => looks.get(classId) ?? unknownLook(theme);
  }, [taxonomy, theme]);
}

/**
 * Scores of every run that has some; nothing is read before it is shown or pointed at.
 * @param came told when more came
 */
function useScores({ runLanes, video }: Tracks, came: () => void): Scores {
  const theme = useTheme((state) => state.theme);
  return useMemo(() => {
    const map = probabilityMap(theme);
    const withScores = runLanes.filter((lane) => lane.hasScores);
    return new Map(withScores.map(({ run }) => [run, new ScoreTrack(run, video, map, came)]));
  }, [runLanes, video, theme, came]);
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
