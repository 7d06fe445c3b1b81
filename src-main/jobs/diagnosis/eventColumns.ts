import type { ErrorEvent } from '../../analysis/diagnosis/eventList';
import type { SegmentList } from '../../analysis/metrics/segmentList';
import { type ErrorEvents, verdicts } from '../../common/domain/diagnosis';
import type { Run, RunClass } from '../../common/domain/run';
import type { JobContext } from '../../common/progress';
import type { JudgedVideo } from './judge';
import type { SecondOpinion } from './secondRun';
import { readStretchScores, type StretchScores } from './stepScores';

/** Gathers the errors of a run video by video. */
export class EventColumns {
  private readonly columns: ErrorEvents;
  /** Predicted segments by verdict. */
  readonly predictions: number[] = verdicts.map(() => 0);

  constructor(
    private readonly run: Run,
    private readonly classes: readonly RunClass[],
    private readonly hasSecond: boolean,
  ) {
    this.columns = {
      rate: run.rate,
      videos: [],
      video: [],
      kind: [],
      truthStart: [],
      truthEnd: [],
      truthClass: [],
      predictedStart: [],
      predictedEnd: [],
      predictedClass: [],
      probability: [],
      entropy: [],
      against: [],
    };
  }

  async add(
    video: string,
    judged: JudgedVideo,
    opinion: SecondOpinion | null,
    events: readonly ErrorEvent[],
    signal: JobContext['signal'],
  ): Promise<void> {
    const { truth, prediction, diagnosis, paths, labels } = judged;
    for (const code of diagnosis.predictions) this.predictions[code]!++;
    const index = this.columns.videos.push(video) - 1;
    const scores = events.length > 0 ? await readStretchScores(paths, this.run, labels, signal) : null;
    const start = ({ truth: t, prediction: p }: ErrorEvent) =>
      p >= 0 ? (prediction.starts[p] as number) : (truth.starts[t] as number);
    for (const event of events.slice().sort((a, b) => start(a) - start(b))) {
      this.columns.video.push(index);
      this.columns.kind.push(event.kind);
      this.put('truth', truth, event.truth);
      this.put('predicted', prediction, event.prediction);
      if (this.hasSecond) this.columns.against.push(opinion ? this.secondVerdict(judged, event, opinion) : -1);
      if (scores) this.putScores(judged, event, scores);
    }
  }

  events(): ErrorEvents {
    // Means of some videos only would not be told from those of others.
    const complete = this.columns.entropy.length === this.columns.kind.length;
    return complete ? this.columns : { ...this.columns, entropy: [], probability: [] };
  }

  private put(side: 'truth' | 'predicted', list: SegmentList, index: number): void {
    const none = index < 0;
    this.columns[`${side}Start`].push(none ? -1 : (list.starts[index] as number));
    this.columns[`${side}End`].push(none ? -1 : (list.ends[index] as number));
    this.columns[`${side}Class`].push(none ? -1 : (this.classes[list.classes[index] as number] as RunClass).id);
  }

  private putScores({ truth, prediction }: JudgedVideo, event: ErrorEvent, scores: StretchScores): void {
    const [list, index] = event.prediction < 0 ? [truth, event.truth] : [prediction, event.prediction];
    const [start, end] = [list.starts[index] as number, list.ends[index] as number];
    this.columns.entropy.push(rounded(scores.entropy(start, end)));
    this.columns.probability.push(event.prediction < 0 ? null : rounded(scores.probability(start, end)));
  }

  private secondVerdict({ truth, prediction }: JudgedVideo, event: ErrorEvent, opinion: SecondOpinion): number {
    const { rate } = this.run;
    const list = event.truth < 0 ? prediction : truth;
    const index = event.truth < 0 ? event.prediction : event.truth;
    const [start, end] = [(list.starts[index] as number) / rate, (list.ends[index] as number) / rate];
    if (event.truth < 0) return opinion.ofStretch(start, end);
    return opinion.ofTruth(start, end, (this.classes[truth.classes[index] as number] as RunClass).id);
  }
}

/** A hundred thousand events travel as text. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
