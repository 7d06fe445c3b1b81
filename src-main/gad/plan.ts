import { Rng } from '../common/rng';
import type { Window } from '../common/domain/window';
import { epochOffset, trainingWindows, type WindowSpec } from './windows';

/**
 * Which windows are trained on, in which order. Everything follows from the seed and the numbers of epoch and
 * update, so that a resumed training takes up exactly where it was. Every epoch goes once through the windows
 * of all videos, from new offsets and in a new order; what is left at its end makes a smaller last batch and a
 * last update of fewer batches.
 */
export interface PlanSettings {
  spec: WindowSpec;
  seed: number;
  /** Windows a batch, and batches an update. */
  batch: number;
  accumulate: number;
  epochs: number;
  /** Updates at most; 0 for as many as the epochs give. */
  maxSteps: number;
  /** Windows of background for every window of an action, at most; 0 for all. */
  backgroundRatio: number;
}

export type TrainingVideo =
  | {
      id: string;
      /** Class index of every step; -1 where nothing is learnt. */
      labels: Int32Array;
      /** What the whole video is about, where it is told. */
      task?: string;
    }
  /** In the offline tasks: its clips, which are the same in every epoch. */
  | { id: string; clips: readonly Window[] };

export interface PlannedUpdate {
  /** Updates before this one. */
  index: number;
  epoch: number;
  batches: Window[][];
}

export class TrainingPlan {
  /** Updates of the whole training. */
  readonly updates: number;
  private readonly updatesByEpoch: number[];

  constructor(
    private readonly videos: readonly TrainingVideo[],
    private readonly settings: PlanSettings,
  ) {
    const { epochs, maxSteps, spec, accumulate } = settings;
    this.updatesByEpoch = Array.from({ length: epochs }, (_, epoch) => Math.ceil(this.batchesIn(epoch) / accumulate));
    const all = this.updatesByEpoch.reduce((sum, count) => sum + count, 0);
    // The published trainer counts only full updates of the first epoch, and stops after as many.
    const planned = spec.official ? epochs * Math.max(1, Math.floor(this.batchesIn(0) / accumulate)) : all;
    this.updates = Math.min(all, planned, maxSteps > 0 ? maxSteps : Infinity);
  }

  /** @param first updates already done */
  *from(first: number): Generator<PlannedUpdate> {
    let index = 0;
    for (const [epoch, count] of this.updatesByEpoch.entries()) {
      if (index + count > first) {
        for (const batches of this.updatesOf(epoch)) {
          if (index >= this.updates) return;
          if (index >= first) yield { index, epoch, batches };
          index++;
        }
      } else index += count;
    }
  }

  /** The windows of all epochs. */
  *allWindows(): Generator<Window> {
    for (const epoch of this.updatesByEpoch.keys()) yield* this.windows(epoch);
  }

  /** Windows of all videos in an epoch, before they are put in order. */
  private windows(epoch: number): Window[] {
    const { spec, seed, backgroundRatio } = this.settings;
    const clips = this.videos.flatMap((video) => ('clips' in video ? video.clips : []));
    const windows = this.videos.flatMap((video) => {
      if ('clips' in video) return [];
      const { id, labels, task } = video;
      const own = trainingWindows(id, labels, spec, epochOffset(seed, epoch, id, labels.length, spec));
      return task === undefined ? own : own.map((window) => ({ ...window, task }));
    });
    const limited =
      backgroundRatio > 0
        ? withLessBackground(windows, backgroundRatio, new Rng(seed, `background ${epoch}`))
        : windows;
    return [...clips, ...limited];
  }

  private batchesIn(epoch: number): number {
    return Math.ceil(this.windows(epoch).length / this.settings.batch);
  }

  private *updatesOf(epoch: number): Generator<Window[][]> {
    const { seed, batch, accumulate } = this.settings;
    const shuffled = new Rng(seed, `order ${epoch}`).shuffle(this.windows(epoch));
    const batches: Window[][] = [];
    for (let start = 0; start < shuffled.length; start += batch) batches.push(shuffled.slice(start, start + batch));
    for (let start = 0; start < batches.length; start += accumulate) yield batches.slice(start, start + accumulate);
  }
}

/** The windows with at most `ratio` of background (class index 0) for each of an action, in their order. */
function withLessBackground(windows: readonly Window[], ratio: number, rng: Rng): Window[] {
  const background = windows.filter(({ label }) => label === 0);
  const most = Math.ceil((windows.length - background.length) * ratio);
  const kept = new Set(rng.shuffle(background).slice(0, most));
  return windows.filter((window) => window.label !== 0 || kept.has(window));
}
