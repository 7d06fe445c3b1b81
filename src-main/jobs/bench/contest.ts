/**
 * Timing of several contestants at the same work: in turn, so that whatever else the machine
 * does meets all of them alike.
 */

/** One contestant. */
export interface Side {
  /** Does the work of a part once. */
  run(part: string): Promise<Round>;
  /** Ends it. @returns the most memory its process held, in bytes; null where the system does not tell */
  close(): Promise<number | null>;
}

export interface Round {
  seconds: number;
  /** What came out, for comparison with the other contestants. */
  values: readonly number[];
}

/** A contestant in this process. @param parts the work of each part; gives what came out */
export function ownSide(
  parts: Readonly<Record<string, () => Promise<readonly number[]>>>,
  dispose: () => Promise<void> = async () => {},
): Side {
  return {
    run: async (part) => {
      const work = parts[part];
      if (!work) throw new Error(`internal: the bench has no part ${part}`);
      const started = performance.now();
      const values = await work();
      return { seconds: (performance.now() - started) / 1000, values };
    },
    close: async () => {
      await dispose();
      return process.resourceUsage().maxRSS * 1024;
    },
  };
}

/**
 * A B A B …: every side does the part `rounds` times in turn.
 * @returns the rounds of each side
 */
export async function interleave(
  sides: readonly Side[],
  part: string,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Round[][]> {
  const measured: Round[][] = sides.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    onRound(round);
    for (const [i, side] of sides.entries()) measured[i]?.push(await side.run(part));
  }
  return measured;
}

/** Of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

/**
 * The largest difference of two sides' values in any round, over the largest value;
 * Infinity where their numbers differ.
 */
export function worstDifference(ours: readonly Round[], theirs: readonly Round[]): number {
  let worst = 0;
  for (const [round, { values }] of theirs.entries()) {
    const own = ours[round]?.values ?? [];
    if (own.length !== values.length) return Infinity;
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [i, value] of values.entries()) {
      const difference = Math.abs((own[i] as number) - value) / (largest || 1);
      if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return worst;
}
