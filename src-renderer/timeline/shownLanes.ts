/** Which lanes of a video the timeline shows, what is wrong in them, and how they look; told to everybody. */
import { useEffect, useMemo } from 'react';
import { useHandling } from '../state/handling';
import { useLabels } from '../state/labels';
import { noRuns, useProject } from '../state/project';
import { useVerdicts, wrongSegments } from '../state/verdicts';
import { useView } from '../state/view';
import { useRoom } from '../ui/room';
import { useTheme } from '../ui/theme';
import { byConfidence, byVerdict } from './colouring';
import { hideLanes, type ShownLane, showLanes, showVerdicts, useLanes } from './lanes';
import { judgedLane } from './painters/verdicts';
import { useLaneView } from '../state/laneView';
import { layoutRows, type Row } from './rows';
import type { Scene } from './scene';
import { useSoundRow } from './sound';
import { levelsOf, nameOfAnnotator, type RunTrack, type Tracks } from './tracks';

/** The lanes and the rows they take. */
export function useRows(tracks: Tracks): { lanes: readonly RunTrack[]; rows: Row[]; scoresOf: string | null } {
  const shownRuns = useView((view) => view.shownRuns);
  const wanted = useLanes((state) => state.scoresOf);
  const classes = useProject((mirrors) => mirrors.project?.taxonomy.classes.length ?? 0);
  const runs = useProject((mirrors) => mirrors.runs ?? noRuns);
  const withSound = useSoundRow((row) => row.shown);
  const room = useRoom((state) => state.room);
  const pinned = useLanes((state) => state.pinned);
  const { order, collapsed, hidden } = useLaneView();
  const isNamed = useProject((mirrors) => mirrors.project?.taxonomy.lanes !== undefined);
  const lanes = useMemo(() => {
    const shown = tracks.runs.filter(({ run, segments }) => (shownRuns ? shownRuns.includes(run) : segments !== null));
    return [...shown.filter(({ run }) => run === pinned), ...shown.filter(({ run }) => run !== pinned)];
  }, [tracks.runs, shownRuns, pinned]);
  const withScores = lanes.filter((lane) => lane.hasScores);
  const scoresOf = (withScores.find((lane) => lane.run === wanted) ?? withScores[0])?.run ?? null;
  const rows = useMemo(
    () =>
      layoutRows({
        hasVideo: tracks.clock !== null,
        truth: tracks.lanes.map(({ id, levels }) => ({ id, depth: levels.length })),
        annotators: tracks.annotators.map(({ name, lane, levels }) => ({
          name,
          lane: lane?.id ?? null,
          depth: levels.length,
        })),
        lanes,
        classes,
        scoresOf,
        withSound,
        room,
        order,
        collapsed,
        hidden,
        pinned,
      }),
    [tracks, lanes, classes, scoresOf, withSound, room, order, collapsed, hidden, pinned],
  );
  useEffect(() => {
    const named = (row: Row): ShownLane | null => {
      const run = lanes.find((one) => one.run === row.run);
      if (row.kind === 'run' && run)
        return {
          key: row.key,
          name: runs.find(({ id }) => id === row.run)?.name ?? run.run,
          segments: run.lane.segments,
        };
      if (row.kind !== 'truth' && row.kind !== 'annotator') return null;
      const lane = isNamed ? tracks.lanes.find(({ id }) => id === row.lane)?.name : undefined;
      const name = row.annotator === null ? (lane ?? 'truth') : `annotator ${nameOfAnnotator(tracks, row)}`;
      const segments = levelsOf(tracks, row).flatMap((level) => level.segments);
      return { key: row.key, name, segments: segments.sort((a, b) => a.start - b.start) };
    };
    showLanes(
      tracks,
      rows,
      rows.flatMap((row) => named(row) ?? []),
    );
  }, [tracks, rows, lanes, runs, isNamed]);
  useEffect(() => hideLanes, []);
  return { lanes, rows, scoresOf };
}

/** What is wrong in the shown lanes, by run; told to everybody. */
export function useJudged(lanes: readonly RunTrack[], video: string): Scene['judged'] {
  const runs = useMemo(() => lanes.map(({ run }) => run), [lanes]);
  const thresholds = useView((view) => view.errorThresholds);
  const labels = useLabels(({ known }) => known[video]);
  const verdicts = useVerdicts(video, runs, thresholds, labels);
  useEffect(() => showVerdicts(verdicts), [verdicts]);
  return useMemo(() => new Map(verdicts.map((one) => [one.run, judgedLane(wrongSegments(one))])), [verdicts]);
}

/** How the lanes of runs look where they are not coloured by class. */
export function useRunLooks(lanes: readonly RunTrack[], judged: Scene['judged']): Scene['runLooks'] {
  const colourBy = useHandling((state) => state.colourBy);
  const { theme, tokens } = useTheme();
  return useMemo(() => {
    if (colourBy === 'class') return new Map();
    const sure = colourBy === 'confidence' ? byConfidence(theme) : null;
    const nothing = judgedLane([]);
    return new Map(
      lanes.map(({ run, lane }) => [run, sure ? sure(lane) : byVerdict(judged.get(run) ?? nothing, theme, tokens)]),
    );
  }, [lanes, judged, colourBy, theme, tokens]);
}
