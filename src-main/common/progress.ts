/**
 * Progress of long work. Laws (tested for every job by `expectLawfulProgress`): `done` never decreases, `total` stays
 * the same within a stage, a stage that ends ends at `done === total`.
 */
export interface Progress {
  /** What is being done, for people: "Extracting features". */
  stage: string;
  done: number;
  total: number;
  /** What is counted: "steps", "videos", "frames". */
  unit: string;
  /** Units a second over the recent past; absent before it is known. */
  rate?: number;
  /** Seconds left at that rate. */
  secondsLeft?: number;
  /** What is worked on right now, such as a video id. */
  item?: string;
}

/** What every job receives beside its input: identical in process, child process and test. */
export interface JobContext {
  report(progress: Progress): void;
  readonly signal: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void };
  /** One line for the job's log, for people. */
  log(line: string): void;
}

/** What a call receives that may take long: it tells how far it is, and can be given up. */
export type CallContext = Pick<JobContext, 'report' | 'signal'>;

/** Of a call that nobody watches or gives up. */
export const unwatched: CallContext = {
  report: () => undefined,
  signal: { aborted: false, addEventListener: () => undefined },
};

/** Turns counts into `Progress` with rate and time left, over a sliding window of the last 20 reports. */
export class ProgressMeter {
  private readonly recent: { done: number; time: number }[] = [];
  constructor(
    private readonly context: Pick<JobContext, 'report'>,
    private readonly stage: string,
    private readonly total: number,
    private readonly unit: string,
    private readonly now: () => number = () => Date.now() / 1000,
  ) {
    this.recent.push({ done: 0, time: this.now() });
    this.context.report({ stage, done: 0, total, unit });
  }

  update(done: number, item?: string): void {
    const time = this.now();
    this.recent.push({ done, time });
    if (this.recent.length > 20) this.recent.shift();
    const first = this.recent[0]!;
    const elapsed = time - first.time;
    const rate = elapsed > 0 ? (done - first.done) / elapsed : 0;
    this.context.report({
      stage: this.stage,
      done,
      total: this.total,
      unit: this.unit,
      ...(rate > 0 ? { rate, secondsLeft: (this.total - done) / rate } : {}),
      ...(item === undefined ? {} : { item }),
    });
  }
}
