import { type Sensitivity, verdicts } from '../../common/domain/diagnosis';

/**
 * How what is found depends on traits of the true segments: length, place in the video, how often the class was seen in
 * training, how often it occurs in the video, and who is filmed (DETAD, ECCV 2018, section 5).
 */
export interface TruthFacts {
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

export function sensitivity(truths: readonly TruthFacts[], filmed: 'participant' | 'video'): Sensitivity[] {
  return [
    { trait: 'length', groups: groupByRange(truths, (fact) => fact.seconds, lengthBounds(truths), seconds) },
    { trait: 'position', groups: groupByRange(truths, (fact) => fact.position, [0.2, 0.4, 0.6, 0.8], share) },
    {
      trait: 'training segments of the class',
      groups: groupByRange(truths, (fact) => fact.trainingSegments, [1, 10, 100, 1000], whole),
    },
    {
      trait: 'instances in the video',
      groups: groupByRange(truths, (fact) => fact.instances, [2, 3, 5, 9], whole),
    },
    { trait: filmed, groups: groupByName(truths, (fact) => fact.filmed) },
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
): Sensitivity['groups'] {
  const groups = Array.from({ length: bounds.length + 1 }, (_, i) => emptyGroup(name(bounds[i - 1], bounds[i])));
  for (const fact of truths) {
    const index = bounds.filter((bound) => valueOf(fact) >= bound).length;
    count(groups[index] as Group, fact);
  }
  return groups.filter((group) => group.truths > 0);
}

function groupByName(truths: readonly TruthFacts[], nameOf: (fact: TruthFacts) => string): Sensitivity['groups'] {
  const groups = new Map<string, Group>();
  for (const fact of truths) {
    const name = nameOf(fact);
    const group = groups.get(name) ?? emptyGroup(name);
    groups.set(name, group);
    count(group, fact);
  }
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

type Group = Sensitivity['groups'][number];

const emptyGroup = (name: string): Group => ({ name, truths: 0, verdicts: verdicts.map(() => 0) });

function count(group: Group, { verdict }: TruthFacts): void {
  group.truths++;
  (group.verdicts[verdict] as number)++;
}
