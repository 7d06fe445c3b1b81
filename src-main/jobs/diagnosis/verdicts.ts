import type { SegmentList } from '../../analysis/metrics/segmentList';
import type { VideoVerdicts } from '../../common/contract/errors';
import type { DiagnosisThresholds } from '../../common/domain/diagnosis';
import { classifiesSteps, type RunClass } from '../../common/domain/run';
import type { ProjectStore } from '../../data/project/store';
import { scoredClasses } from '../labelledVideos';
import { listPredictions, runFolder } from '../runFolder';
import { readRunToday } from '../classesToday';
import { judgeVideo } from './judge';

interface VerdictsRequest {
  video: string;
  runs: readonly string[];
  thresholds: DiagnosisThresholds;
}

/** The segments of one video with their verdicts, run by run; runs that have not seen it are left out. */
export async function readVerdicts(
  store: ProjectStore,
  { video, runs, thresholds }: VerdictsRequest,
): Promise<VideoVerdicts[]> {
  const annotation = await store.annotation(video);
  const found: VideoVerdicts[] = [];
  for (const id of runs) {
    const run = await readRunToday(store, id);
    const splits = Object.entries(await listPredictions(runFolder(store.dir, id)));
    const split = splits.find(([, videos]) => videos.includes(video))?.[0];
    if (split === undefined || !classifiesSteps(run)) continue;
    const classes = scoredClasses(run, store, [annotation]);
    const { truth, prediction, diagnosis } = await judgeVideo(store, run, split, annotation, classes, thresholds);
    found.push({
      run: id,
      rate: run.rate,
      truths: judged(truth, diagnosis.truths, diagnosis.predictionOf, classes),
      predictions: judged(prediction, diagnosis.predictions, diagnosis.truthOf, classes),
    });
  }
  return found;
}

function judged(
  list: SegmentList,
  verdicts: Uint8Array,
  others: Int32Array,
  classes: readonly RunClass[],
): VideoVerdicts['truths'] {
  return Array.from(verdicts, (verdict, i) => ({
    start: list.starts[i] as number,
    end: list.ends[i] as number,
    classId: (classes[list.classes[i] as number] as RunClass).id,
    verdict,
    other: others[i] as number,
  }));
}
