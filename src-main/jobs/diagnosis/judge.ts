import { type Diagnosis, diagnose } from '../../analysis/diagnosis/events';
import { actionsOf, labelsWithAmbiguous } from '../../analysis/metrics/evaluation';
import { type SegmentList, segmentsOf } from '../../analysis/metrics/segmentList';
import type { Annotation } from '../../common/domain/annotation';
import type { DiagnosisThresholds } from '../../common/domain/diagnosis';
import type { Run, RunClass } from '../../common/domain/run';
import type { ProjectStore } from '../../data/project/store';
import { readVideo } from '../labelledVideos';
import type { PredictionPaths } from '../runFolder';

/** One video as a run labelled it, segment by segment; the same segments as segment F1 counts. */
export interface JudgedVideo {
  truth: SegmentList;
  prediction: SegmentList;
  diagnosis: Diagnosis;
  /** `[steps]` class indices as the run labelled them. */
  labels: Int32Array;
  paths: PredictionPaths;
}

/** @param classes see `scoredClasses`; the segments hold indices of it */
export async function judgeVideo(
  store: ProjectStore,
  run: Run,
  split: string,
  annotation: Annotation,
  classes: readonly RunClass[],
  thresholds: DiagnosisThresholds,
): Promise<JudgedVideo> {
  const { truth: stepTruth, labels, paths } = await readVideo(store, run, split, annotation, classes);
  const actions = actionsOf(classes);
  const truth = segmentsOf(labelsWithAmbiguous(stepTruth, actions), actions, stepTruth.reviewed);
  const prediction = segmentsOf(labels, actions, stepTruth.reviewed);
  return { truth, prediction, diagnosis: diagnose(truth, prediction, thresholds), labels, paths };
}
