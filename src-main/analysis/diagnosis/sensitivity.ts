import { type Sensitivity, verdicts } from '../../common/domain/diagnosis';
import { intervalOf, type VideoWeights } from '../bootstrap';

/**
 * How what is found depends on traits of the true segments: length, place in the video, how often the class was seen in
 * training, how often it occurs in the video, and who is filmed (DETAD, ECCV 2018, section 5).
 */
export interface TruthFacts {
  /** Its place among the videos that are drawn. */
  video: number;
  classId: number;
  /** Index in `verdicts`. */
  verdict: number;
  seconds: number;
  /** Of its middle in the video, 0 to 1. */
  position: number;
  /** Segments of its class in the training videos. */
  trainingSegments: number;
  /** True segments of its class in its video. */
  instances: number;
  /** The person filmed, or the video where that is not known. */
  filmed: string;
}

/** @param draws see `videoDraws` */
export function sensitivity(
  truths: readonly TruthFacts[],
  filmed: 'participant' | 'video',
  draws: readonly Uint16Array[],
): Sensitivity[] {
  const byRange = (valueOf: (fact: TruthFacts) => number, bounds: readonly number[], name: RangeName) =>
    groupByRange(truths, valueOf, bounds, name).map((group) => group.report(draws));
  return [
    { trait: 'length', groups: byRange((fact) => fact.seconds, lengthBounds(truths), seconds) },
    { trait: 'position', groups: byRange((fact) => fact.position, [0.2, 0.4, 0.6, 0.8], share) },
    {
      trait: 'training segments of the class',
      groups: byRange((fact) => fact.trainingSegments, [1, 10, 100, 1000], whole),
    },
    {
      trait: 'instances in the video',
      groups: byRange((fact) => fact.instances, [2, 3, 5, 9], whole),
    },
    { trait: filmed, groups: groupByName(truths, (fact) => fact.filmed).map((group) => group.report(draws)) },
  ];
}

/** Bounds that make five groups of nearly equal size, rounded to a tenth of a second. */
function lengthBounds(truths: readonly TruthFacts[]): number[] {
  const sorted = truths.map((fact) => fact.seconds).sort((a, b) => a - b);
  const bounds = [1, 2, 3, 4].map((fifth) => sorted[Math.floor((fifth * sorted.length) / 5)] ?? 0);
  return [...new Set(bounds.map((bound) => Math.round(bound * 10) / 10))];
}

/** Names the range from one bound (undefined: the least value) to another (undefined: no end). */
type RangeName = (from: number | undefined, to: number | undefined) => string;

const ranged =
  (format: (bound: number) => string, unit: string): RangeName =>
  (from, to) => {
    if (from === undefined) return `below ${format(to ?? 0)}${unit}`;
    return to === undefined ? `${format(from)}${unit} and more` : `${format(from)} to ${format(to)}${unit}`;
  };
const seconds = ranged((bound) => bound.toFixed(1), ' s');
const share: RangeName = (from = 0, to = 1) => `${Math.round(100 * from)} to ${Math.round(100 * to)} %`;
const whole: RangeName = (from = 0, to) => {
  if (to === undefined) return `${from} and more`;
  return to - 1 === from || (from === 0 && to === 2) ? String(to - 1) : `${from} to ${to - 1}`;
};

/** Groups `[-∞, b0)`, `[b0, b1)`, …, `[bn, ∞)`; empty ones are left out. */
function groupByRange(
  truths: readonly TruthFacts[],
  valueOf: (fact: TruthFacts) => number,
  bounds: readonly number[],
  name: RangeName,
): Group[] {
  const groups = Array.from({ length: bounds.length + 1 }, (_, i) => new Group(name(bounds[i - 1], bounds[i])));
  for (const fact of truths) {
    const index = bounds.filter((bound) => valueOf(fact) >= bound).length;
    groups[index]?.add(fact);
  }
  return groups.filter((group) => group.videos.size > 0);
}

function groupByName(truths: readonly TruthFacts[], nameOf: (fact: TruthFacts) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const fact of truths) {
    const name = nameOf(fact);
    const group = groups.get(name) ?? new Group(name);
    groups.set(name, group);
    group.add(fact);
  }
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** True segments alike in a trait. */
class Group {
  /** By video and verdict. */
  readonly videos = new Map<number, number[]>();

  constructor(readonly name: string) {}

  add({ video, verdict }: TruthFacts): void {
    const counts = this.videos.get(video) ?? verdicts.map(() => 0);
    this.videos.set(video, counts);
    (counts[verdict] as number)++;
  }

  report(draws: readonly Uint16Array[]): Sensitivity['groups'][number] {
    const videos = Uint32Array.from(this.videos.keys());
    const rows = [...this.videos.values()];
    const drawn = (counts: Uint32Array) => draws.map((weights) => weightedSum(counts, videos, weights));
    const truths = Uint32Array.from(rows, sum);
    const [all, allDrawn] = [sum(truths), drawn(truths)];
    const found = verdicts.map((_, verdict) => Uint32Array.from(rows, (counts) => counts[verdict] as number));
    const shareOf = (counts: Uint32Array) =>
      intervalOf(
        (100 * sum(counts)) / all,
        drawn(counts).map((some, draw) => (100 * some) / (allDrawn[draw] as number)),
      );
    return {
      name: this.name,
      truths: all,
      videos: videos.length,
      verdicts: found.map(sum),
      // Drawn again and again, one video says the same.
      shares: found.map((counts) => (videos.length === 1 ? null : shareOf(counts))),
    };
  }
}

const sum = (counts: Iterable<number>) => {
  let all = 0;
  for (const count of counts) all += count;
  return all;
};

function weightedSum(counts: Uint32Array, videos: Uint32Array, weights: VideoWeights): number {
  let all = 0;
  for (let i = 0; i < videos.length; i++) all += (counts[i] as number) * (weights[videos[i] as number] as number);
  return all;
}
