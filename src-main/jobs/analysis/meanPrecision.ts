import type { WeightedScore } from '../../analysis/bootstrap';
import type { ScoreTrack } from '../../analysis/metrics/averagePrecision';
import { meanPrecisionByVideo } from '../../analysis/metrics/resampledPrecision';
import { scoreTrack } from '../labelledVideos';
import type { Comparable, ComparedRun } from './comparable';

/**
 * Mean average precision of a run over the actions that all runs know, as a function of how often each video counts.
 * @returns null where a video has no scores
 */
export async function meanPrecisionOf(
  { classes, actions, apart }: Comparable,
  { run, videos }: ComparedRun,
): Promise<WeightedScore | null> {
  const columnOf = new Map(run.classes.map(({ id }, column) => [id, column]));
  const columns = classes.map(({ id }) => columnOf.get(id));
  const tracks: ScoreTrack[] = [];
  for (const { paths, scored, spans } of videos) {
    const known = spans.flatMap((span) => {
      const classIndex = columns[span.classIndex];
      return classIndex === undefined ? [] : [{ ...span, classIndex }];
    });
    const track = await scoreTrack(paths, run, { spans: known }, scored);
    if (!track) return null;
    tracks.push(track);
  }
  const chosen = columns.flatMap((column, index) =>
    column !== undefined && actions[index] && !apart[index] ? [column] : [],
  );
  return meanPrecisionByVideo(tracks, run.classes.length, chosen);
}
