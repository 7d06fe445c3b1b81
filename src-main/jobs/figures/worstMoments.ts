import { DiagnosisThresholds, type ErrorKind, verdicts } from '../../common/domain/diagnosis';
import type { Run } from '../../common/domain/run';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { diagnoseRun } from '../diagnosis/diagnose';

export interface WorstMoment {
  video: string;
  /** Seconds from the first frame. */
  start: number;
  end: number;
  kind: ErrorKind;
  /** Names; null: no segment. */
  truth: string | null;
  predicted: string | null;
}

export interface RunErrors {
  run: Run;
  /** Events by kind, and the points of S-F1 (IoU 0.1) that fixing the kind alone would gain. */
  kinds: { kind: ErrorKind; events: number; cost: number | null }[];
  moments: WorstMoment[];
}

/** How a run errs on a split, with its longest errors: at most `count`, and at most two of a video. */
export async function runErrors(
  store: ProjectStore,
  run: Run,
  split: string,
  count: number,
  context: JobContext,
): Promise<RunErrors> {
  const thresholds = DiagnosisThresholds.parse({});
  const request = { run: run.id, split, against: null, sharedOnly: false, thresholds };
  const { report, events } = await diagnoseRun(store, request, context);
  const names = new Map([...run.classes, ...store.taxonomy.classes].map(({ id, name }) => [id, name]));
  const named = (classId: number | undefined) =>
    classId === undefined || classId < 0 ? null : (names.get(classId) ?? `class ${classId}`);
  const moments = events.video.map((video, i): WorstMoment => {
    const spans = [
      [events.truthStart[i] as number, events.truthEnd[i] as number],
      [events.predictedStart[i] as number, events.predictedEnd[i] as number],
    ].filter(([start]) => (start as number) >= 0) as [number, number][];
    return {
      video: events.videos[video] as string,
      start: Math.min(...spans.map(([start]) => start)) / events.rate,
      end: Math.max(...spans.map(([, end]) => end)) / events.rate,
      kind: verdicts[events.kind[i] as number] as ErrorKind,
      truth: named(events.truthClass[i]),
      predicted: named(events.predictedClass[i]),
    };
  });
  return {
    run,
    kinds: report.kinds.map(({ kind, events: found, costs }) => ({ kind, events: found, cost: costs[0] ?? null })),
    moments: longest(moments, count),
  };
}

function longest(moments: readonly WorstMoment[], count: number): WorstMoment[] {
  const length = ({ start, end }: WorstMoment) => end - start;
  const sorted = [...moments].sort(
    (a, b) => length(b) - length(a) || a.video.localeCompare(b.video) || a.start - b.start,
  );
  const seen = new Map<string, number>();
  const chosen: WorstMoment[] = [];
  for (const moment of sorted) {
    const before = seen.get(moment.video) ?? 0;
    if (chosen.length === count) break;
    if (before === 2) continue;
    seen.set(moment.video, before + 1);
    chosen.push(moment);
  }
  return chosen;
}
