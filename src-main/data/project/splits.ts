import { type SplitName, splitNames, type Splits } from '../../common/domain/project';
import type { Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { Rng } from '../../common/rng';

const SHARES: Record<SplitName, number> = { train: 0.7, val: 0.15, test: 0.15 };
const noSplits: Splits = { train: [], val: [], test: [], source: '' };
const mapSplits = (ids: (name: SplitName) => string[]) => ({ train: ids('train'), val: ids('val'), test: ids('test') });

/**
 * A split of 70 : 15 : 15 by video, so that no video is in two; where the participants of all videos are known, by
 * participant, so that nobody is in two. The same videos and seed give the same split. From three groups
 * on, none of the three is empty.
 * @param kept videos that have their split already and stay there, with all of their participant
 */
export function proposeSplits(videos: readonly Video[], seed: number, kept: Splits = noSplits): Splits {
  const splits = { ...mapSplits((name) => kept[name].slice()), source: `proposed (seed ${seed})` };
  const splitOf = new Map(splitNames.flatMap((name) => kept[name].map((id) => [id, name] as const)));
  const open: string[][] = [];
  for (const group of groupsOf(videos)) {
    const free = group.filter((id) => !splitOf.has(id));
    const settled = group.map((id) => splitOf.get(id)).find((name) => name !== undefined);
    if (settled) splits[settled].push(...free);
    else open.push(free);
  }
  const order = new Rng(seed, 'splits').shuffle(open).sort((a, b) => b.length - a.length);
  for (const [index, group] of order.entries()) {
    const empty = splitNames.filter((name) => splits[name].length === 0);
    const mustFill = order.length >= 3 && order.length - index <= empty.length;
    const missing = (name: SplitName) => SHARES[name] * videos.length - splits[name].length;
    const [neediest] = (mustFill ? empty : splitNames.slice()).sort((a, b) => missing(b) - missing(a));
    if (neediest) splits[neediest].push(...group);
  }
  return { ...splits, ...mapSplits((name) => splits[name].sort()) };
}

/** Ids that must stay together, in an order that depends on nothing but the ids. */
function groupsOf(videos: readonly Video[]): string[][] {
  const groups = new Map<string, string[]>();
  const byParticipant = videos.every((v) => v.participant !== undefined);
  for (const video of videos.slice().sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = byParticipant ? (video.participant as string) : video.id;
    groups.set(key, [...(groups.get(key) ?? []), video.id]);
  }
  return [...groups.values()];
}

/**
 * The splits of a project after an import. The files' own splits win for the videos they name. Without them a proposal
 * is made, or an earlier proposal extended; splits that came from a file or were edited stay as they are.
 * @param labelled ids that the import has labels for
 * @returns `current` itself where nothing changes
 */
export function joinSplits(
  current: Splits,
  given: Record<SplitName, string[]> | null,
  videos: readonly Video[],
  labelled: ReadonlySet<string>,
): Splits {
  const proposed = current.source === '' || current.source.startsWith('proposed');
  const present = new Set(splitNames.flatMap((name) => current[name]));
  if (given && splitNames.some((name) => given[name].length > 0)) {
    const named = new Set(splitNames.flatMap((name) => given[name]));
    const stay = (name: SplitName) => (proposed ? [] : current[name].filter((id) => !named.has(id)));
    return { ...mapSplits((name) => [...new Set([...stay(name), ...given[name]])]), source: 'file' };
  }
  if (!proposed || [...labelled].every((id) => present.has(id))) return current;
  return proposeSplits(
    videos.filter((v) => present.has(v.id) || labelled.has(v.id)),
    0,
    current,
  );
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
