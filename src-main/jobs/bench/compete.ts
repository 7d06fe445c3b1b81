import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../common/errors';
import { resourcesFolder } from '../../data/resources';
import { interleave, median, type Round, type Side, worstDifference } from './contest';
import type { Bench, Part, Peer, PythonPeer } from './definition';
import { PythonSide } from './pythonSide';

/** Our own time for a part. */
export interface Figure {
  part: string;
  unit: string;
  /** Median of a round. */
  seconds: number;
  perSecond: number;
}

/** A peer's time for a part against ours. */
export interface Comparison {
  part: string;
  peer: string;
  /** The peer's seconds over ours: the median, and each round's. */
  ratio: number;
  ratios: number[];
  target: number | null;
  /** The largest relative difference between its numbers and ours; null where they are not comparable. */
  difference: number | null;
  /** Our peak memory over the peer's; null where one is not known. */
  memoryRatio: number | null;
  memoryTarget: number | null;
}

export interface Contest {
  figures: Figure[];
  /** Empty without a peer. */
  comparisons: Comparison[];
  /** The most memory this process held, in bytes, the preparation of the work included. */
  peakBytes: number | null;
  /** Of what the peers run on. */
  versions: Record<string, string>;
}

/**
 * Lets all contestants do all parts in turn.
 * @throws UserError `bench-disagrees`, `peer-failed`
 */
export async function compete(
  bench: Bench,
  { python, rounds }: { python: string; rounds: number },
  note: (line: string) => void,
): Promise<Contest> {
  // Peers start first: on some systems a process begins with its parent's peak of memory.
  const entrants = await startPeers(bench, python, note);
  const own = await bench.open();
  const sides = [own, ...entrants.map(({ side }) => side)];
  const figures: Figure[] = [];
  const comparisons: { entrant: Entrant; times: Times }[] = [];
  for (const part of bench.parts) {
    const [ours = [], ...theirs] = await measure(part, sides, rounds, note);
    figures.push(figureOf(part, ours));
    entrants.forEach((entrant, i) => {
      comparisons.push({ entrant, times: compareTimes(part, entrant.peer, ours, theirs[i] ?? []) });
    });
  }
  const peakBytes = await own.close();
  const peaks = new Map<Entrant, number | null>();
  for (const entrant of entrants) {
    const peak = await entrant.side.close();
    // Another way of ours shares our memory.
    peaks.set(entrant, 'open' in entrant.peer ? null : peak);
  }
  return {
    figures,
    comparisons: comparisons.map(({ entrant, times }) => {
      const peak = peaks.get(entrant);
      return {
        ...times,
        memoryRatio: peakBytes && peak ? peakBytes / peak : null,
        memoryTarget: entrant.peer.memoryTarget ?? null,
      };
    }),
    peakBytes,
    versions: Object.assign({}, ...entrants.map((entrant) => entrant.versions)) as Record<string, string>,
  };
}

/** One unmeasured round to warm up, then the measured ones. */
async function measure(
  part: Part,
  sides: readonly Side[],
  rounds: number,
  note: (line: string) => void,
): Promise<Round[][]> {
  if (!part.long) {
    note(`${part.name}: warming up.`);
    await interleave(sides, part.name, 1, () => {});
  }
  const measured = part.long ? 1 : rounds;
  return interleave(sides, part.name, measured, (round) => note(`${part.name}: round ${round} of ${measured}.`));
}

interface Entrant {
  peer: Peer;
  side: Side;
  versions: Readonly<Record<string, string>>;
}

type Times = Omit<Comparison, 'memoryRatio' | 'memoryTarget'>;

async function startPeers(bench: Bench, python: string, note: (line: string) => void): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const peer of bench.peers) {
    if ('open' in peer) {
      entrants.push({ peer, side: await peer.open(), versions: {} });
      continue;
    }
    const side = await startScript(peer, python);
    if (typeof side === 'string') {
      note(side);
      break; // what one peer lacks, the others of a bench lack, too
    }
    entrants.push({ peer, side, versions: side.versions });
  }
  return entrants;
}

async function startScript({ script, task }: PythonPeer, python: string): Promise<PythonSide | string> {
  const scripts = join(dirname(resourcesFolder()), 'tests', 'bench');
  if (!existsSync(scripts)) return 'No peer: the scripts of the peers are part of the sources only.';
  return PythonSide.start(python, join(scripts, script), task);
}

function figureOf({ name, unit, amount }: Part, rounds: readonly Round[]): Figure {
  const seconds = median(rounds.map((round) => round.seconds));
  return { part: name, unit, seconds, perSecond: amount / seconds };
}

function compareTimes(part: Part, peer: Peer, ours: readonly Round[], theirs: readonly Round[]): Times {
  const difference = part.tolerance === null ? null : worstDifference(ours, theirs);
  if (difference !== null && difference > (part.tolerance as number)) {
    throw new UserError(
      'bench-disagrees',
      `Comparing ${part.name} with ${peer.name}: the numbers differ by ${difference.toPrecision(2)} of the largest; expected at most ${part.tolerance}.`,
      'Times of unequal work mean nothing: find out which side is wrong first.',
    );
  }
  const ratios = theirs.map(({ seconds }, round) => seconds / (ours[round] as Round).seconds);
  return {
    part: part.name,
    peer: peer.name,
    ratio: median(ratios),
    ratios,
    target: peer.targets[part.name] ?? null,
    difference,
  };
}
