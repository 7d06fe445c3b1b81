import { DiagnosisThresholds, type ErrorKind, verdicts } from '../../common/domain/diagnosis';
import type { Panel } from '../../common/domain/figure';
import { PredictedSegments } from '../../common/domain/prediction';
import type { Run } from '../../common/domain/run';
import { overlap, type Span } from '../../common/domain/span';
import type { PanelData, TimelineSegment } from '../../common/figures/panelData';
import { readRecord } from '../../data/project/records';
import type { ProjectStore } from '../../data/project/store';
import { positionedSegments } from '../../features/stepLabels';
import { readVerdicts } from '../diagnosis/verdicts';
import { listPredictions, predictionPaths, runFolder } from '../runFolder';
import { classFilter } from './filters';
import type { Gathering } from './gathering';
import { readableClock, readPictures } from './pictures';

type Segments = readonly (Span & { classId: number })[];

/** Truth and predictions of a stretch of one video, with frames of it. */
export async function timeline(
  panel: Extract<Panel, { kind: 'timeline' }>,
  runs: readonly Run[],
  { store, images }: Gathering,
): Promise<PanelData> {
  const { settings, kinds } = panel;
  const video = store.videos.find(({ id }) => id === settings.video);
  if (!video)
    return {
      kind: 'empty',
      sentence: settings.video === '' ? 'No video is chosen.' : `Missing video ${settings.video}.`,
    };
  if (settings.end <= settings.start)
    return { kind: 'empty', sentence: `The stretch ends before it begins: ${settings.start} to ${settings.end} s.` };
  const [start, end] = [settings.start, Math.min(settings.end, video.duration || settings.end)];
  if (end <= start)
    return { kind: 'empty', sentence: `${video.id} ends at ${video.duration.toFixed(1)} s, before this stretch.` };
  const annotation = await store.annotation(video.id);
  const clock = annotation.timebase === 'frames' || settings.pictures > 0 ? await readableClock(store, video) : null;
  const truth = positionedSegments(annotation, clock, 1, (classId) => classId).map(({ classIndex, ...span }) => ({
    ...span,
    classId: classIndex,
  }));
  const segmentsOf =
    settings.errors === 'verdicts'
      ? (run: Run) => withVerdicts(store, run, video.id, kinds)
      : async (run: Run) => judged(await predictedSegments(store, run, video.id), truth);
  const predicted = await Promise.all(runs.map(async (run) => ({ name: run.name, segments: await segmentsOf(run) })));
  // Without a choice of runs, those that have not seen the video would only be empty lanes.
  const lanes = predicted.filter(({ segments }) => segments !== null || runs.length <= 1);
  const passes = classFilter(panel, { store });
  const inside = (segments: readonly TimelineSegment[] | null) =>
    segments && segments.filter((segment) => overlap(segment, { start, end }) > 0 && passes(segment.classId));
  return {
    kind: 'timeline',
    video: video.id,
    start,
    end,
    pictures: clock ? await readPictures(store, video, clock, settings, images) : [],
    pictureShape: video.height > 0 ? video.width / video.height : 16 / 9,
    lanes: [
      { name: 'Truth', segments: inside(truth.map((segment) => ({ ...segment, wrong: false }))) },
      ...lanes.map(({ name, segments }) => ({ name, segments: inside(segments) })),
    ],
  };
}

/** In seconds; null where the run has not seen the video. */
async function predictedSegments(store: ProjectStore, run: Run, video: string): Promise<Segments | null> {
  const dir = runFolder(store.dir, run.id);
  const splits = await listPredictions(dir);
  const split = Object.keys(splits).find((name) => splits[name]?.includes(video));
  if (split === undefined) return null;
  const path = predictionPaths(dir, split, video).segments;
  const found = await readRecord(path, `${run.id}: ${video}.segments.json`, PredictedSegments);
  return (
    found?.record.segments.map(({ start, end, classId }) => ({
      start: start / run.rate,
      end: end / run.rate,
      classId,
    })) ?? null
  );
}

/**
 * Segments with their verdicts, those of other kinds unmarked, and truths that the run has missed; null where
 * the run has not seen the video.
 */
async function withVerdicts(
  store: ProjectStore,
  run: Run,
  video: string,
  kinds: readonly ErrorKind[],
): Promise<TimelineSegment[] | null> {
  const thresholds = DiagnosisThresholds.parse({});
  const [found] = await readVerdicts(store, { video, runs: [run.id], thresholds });
  if (!found) return null;
  const { rate, predictions, truths } = found;
  const marked = (kind: ErrorKind) => kinds.length === 0 || kinds.includes(kind);
  const missed = marked('missed') ? truths.filter(({ verdict }) => verdicts[verdict] === 'missed') : [];
  return [...predictions, ...missed].map(({ start, end, classId, verdict: code }) => {
    const verdict = verdicts[code]!;
    const place = { start: start / rate, end: end / rate, classId };
    if (verdict === 'correct' || !marked(verdict)) return { ...place, wrong: false };
    return { ...place, wrong: true, verdict };
  });
}

/** Marks what carries a wrong class: some other class, or none at all, covers more of it than its own does. */
function judged(segments: Segments | null, truth: Segments): TimelineSegment[] | null {
  if (!segments) return null;
  return segments.map((segment) => {
    const shared = new Map<number, number>();
    for (const other of truth) {
      const length = overlap(segment, other);
      if (length > 0) shared.set(other.classId, (shared.get(other.classId) ?? 0) + length);
    }
    const own = shared.get(segment.classId) ?? 0;
    const covered = [...shared.values()].reduce((sum, length) => sum + length, 0);
    const none = segment.end - segment.start - covered;
    return { ...segment, wrong: own === 0 || Math.max(none, ...shared.values()) > own + 1e-9 };
  });
}
