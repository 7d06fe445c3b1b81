import { DiagnosisThresholds, type ErrorKind, verdicts } from '../../common/domain/diagnosis';
import type { Run } from '../../common/domain/run';
import { overlap } from '../../common/domain/span';
import type { JobContext } from '../../common/progress';
import type { ScoreInterval } from '../../common/domain/statistics';
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
  kinds: { kind: ErrorKind; events: number; cost: ScoreInterval | null }[];
  videos: number;
  moments: WorstMoment[];
}

/** How a run errs on a split, with all its errors. */
export async function runErrors(store: ProjectStore, run: Run, split: string, context: JobContext): Promise<RunErrors> {
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
    videos: report.videos,
    moments,
  };
}

/** A stretch where at least one run errs, with what each of them makes of it. */
export interface SharedMoment extends Pick<WorstMoment, 'video' | 'start' | 'end' | 'truth'> {
  said: { run: Run; moments: WorstMoment[] }[];
}

/** The longest errors of all runs, those that overlap as one: at most `count`, and at most two of a video. */
export function worstMoments(errors: readonly RunErrors[], count: number): SharedMoment[] {
  const length = ({ start, end }: WorstMoment) => end - start;
  const sorted = errors
    .flatMap(({ moments }) => moments)
    .sort((a, b) => length(b) - length(a) || a.video.localeCompare(b.video) || a.start - b.start);
  const chosen: SharedMoment[] = [];
  for (const moment of sorted) {
    if (chosen.length === count) break;
    const before = chosen.filter(({ video }) => video === moment.video);
    if (before.length === 2 || before.some((other) => overlap(other, moment) > 0)) continue;
    const { video, start, end, truth } = moment;
    chosen.push({ video, start, end, truth, said: errors.map((own) => saidOf(own, moment)) });
  }
  return chosen;
}

/** Errors of a run that lie for at least half of their length in a moment. */
function saidOf({ run, moments }: RunErrors, moment: WorstMoment): SharedMoment['said'][number] {
  const within = moments.filter(
    (own) => own.video === moment.video && overlap(own, moment) >= 0.5 * Math.max(1e-9, own.end - own.start),
  );
  return { run, moments: within };
}
