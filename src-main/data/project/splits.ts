import { type SplitName, splitNames, type Splits } from '../../common/domain/project';
import type { Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { Rng } from '../../common/rng';

const SHARES: readonly (readonly [SplitName, number])[] = [
  ['train', 0.7],
  ['val', 0.15],
  ['test', 0.15],
];

/**
 * A split of 70 : 15 : 15 by video, so that no video is in two; where the participants of all videos are known, by
 * participant, so that nobody is in two. The same videos and seed give the same split. From three groups on, none of the
 * three is empty.
 */
export function proposeSplits(videos: readonly Video[], seed: number): Splits {
  const groups = new Map<string, string[]>();
  const byParticipant = videos.every((v) => v.participant !== undefined);
  for (const video of videos.slice().sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = byParticipant ? (video.participant as string) : video.id;
    groups.set(key, [...(groups.get(key) ?? []), video.id]);
  }
  const splits: Splits = { train: [], val: [], test: [], source: `proposed (seed ${seed})` };
  const order = new Rng(seed, 'splits').shuffle([...groups.values()]).sort((a, b) => b.length - a.length);
  for (const [index, group] of order.entries()) {
    const empty = splitNames.filter((name) => splits[name].length === 0);
    const mustFill = order.length >= 3 && order.length - index <= empty.length;
    const candidates = SHARES.filter(([name]) => !mustFill || empty.includes(name));
    const missing = ([name, share]: readonly [SplitName, number]) => share * videos.length - splits[name].length;
    const [neediest] = candidates.slice().sort((a, b) => missing(b) - missing(a));
    if (neediest) splits[neediest[0]].push(...group);
  }
  for (const name of splitNames) splits[name].sort();
  return splits;
}

/**
 * The splits of a project after an import.
 * @param given the files' own splits, which win for the videos they name
 * @param labelled videos that the import has labels for
 * @returns `current` itself where nothing changes; a proposal where neither the project nor the files have splits
 */
export function joinSplits(
  current: Splits,
  given: Record<SplitName, string[]> | null,
  labelled: readonly Video[],
): Splits {
  if (given && splitNames.some((name) => given[name].length > 0)) {
    const named = new Set(splitNames.flatMap((name) => given[name]));
    const joined = (name: SplitName) => [
      ...new Set([
        ...current[name].filter((id) => !named.has(id) && !current.source.startsWith('proposed')),
        ...given[name],
      ]),
    ];
    return { train: joined('train'), val: joined('val'), test: joined('test'), source: 'file' };
  }
  const present = splitNames.flatMap((name) => current[name]);
  return present.length === 0 && labelled.length > 0 ? proposeSplits(labelled, 0) : current;
}

/**
 * @throws UserError `video-in-two-splits`, because what is trained on must not be scored; `unknown-video` where a split
 * names a video that is not in `videos`
 */
export function checkSplits(splits: Splits, videos: readonly Video[]): void {
  const known = new Set(videos.map((v) => v.id));
  const seen = new Map<string, SplitName>();
  for (const name of splitNames) {
    for (const id of splits[name]) {
      const other = seen.get(id);
      if (other !== undefined) throw inTwoSplits(id, other, name);
      if (!known.has(id)) {
        throw new UserError(
          'unknown-video',
          `The split ${name} names ${id}, which is no video of this project.`,
          'Remove it.',
        );
      }
      seen.set(id, name);
    }
  }
}

function inTwoSplits(id: string, first: SplitName, second: SplitName): UserError {
  const where = first === second ? `twice in ${first}` : `in ${first} and in ${second}`;
  return new UserError(
    'video-in-two-splits',
    `The video ${id} is ${where}, but a video may be in one split only.`,
    'Remove it from one of the two.',
  );
}
