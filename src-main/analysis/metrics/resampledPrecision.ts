import type { VideoWeights, WeightedScore } from '../bootstrap';
import { countSteps, eachRankTable, type Ranking, rankingOf, rankPositives, type ScoreTrack } from './averagePrecision';

/**
 * Mean average precision of draws of videos: exactly that of the set in which every video stands as often as it was
 * drawn. The scores are read once; what a video adds at each rank of each class is kept, so that a draw is one pass
 * over these counts. Scores below the lowest of a positive step change nothing and are not kept.
 *
 * @param tracks one a video
 * @param classes number of columns of the scores
 * @param chosen class indices; in each draw the mean is over those that occur in it
 * @returns values of 0 to 100, NaN where none occurs
 */
export async function meanPrecisionByVideo(
  tracks: readonly ScoreTrack[],
  classes: number,
  chosen: readonly number[],
): Promise<WeightedScore> {
  const own: Ranking[][] = [];
  for (const track of tracks) own.push(await rankPositives([track], classes, chosen));
  const rankings = chosen.map((classIndex, c) => rankingOf(classIndex, tallied(own.map((ofVideo) => ofVideo[c]!))));
  const starts = startsOf(rankings);
  const videos: VideoCounts[] = own.map((ofVideo) => ({
    positives: positivesAt(ofVideo, rankings, starts),
    steps: [],
  }));
  const startOf = new Map(rankings.map((ranking, c) => [ranking, starts[c]!]));
  await eachRankTable(rankings, async (some, ranks) => {
    for (const [video, track] of tracks.entries()) {
      await countSteps(track, classes, some, ranks);
      videos[video]!.steps.push(takeSteps(some, startOf));
    }
  });
  return (weights) => meanPrecision(videos, starts, weights);
}

/** Counts at places; the ranks of all classes stand one after the other. */
interface Counts {
  places: Uint32Array;
  counts: Uint32Array;
}

interface VideoCounts {
  positives: Counts;
  steps: Counts[];
}

/** Positive steps of one class in all videos by the order of their score. */
function tallied(rankings: readonly Ranking[]): Map<number, number> {
  const tally = new Map<number, number>();
  for (const { orders, positives } of rankings) {
    orders.forEach((order, rank) => tally.set(order, (tally.get(order) ?? 0) + positives[rank]!));
  }
  return tally;
}

/** Place of the first rank of each class, and where the last ends. */
function startsOf(rankings: readonly Ranking[]): Uint32Array {
  const starts = new Uint32Array(rankings.length + 1);
  rankings.forEach(({ orders }, c) => {
    starts[c + 1] = starts[c]! + orders.length;
  });
  return starts;
}

function positivesAt(own: readonly Ranking[], rankings: readonly Ranking[], starts: Uint32Array): Counts {
  const places: number[] = [];
  own.forEach(({ orders }, c) => {
    let rank = 0;
    for (const order of orders) {
      while (rankings[c]!.orders[rank] !== order) rank++;
      places.push(starts[c]! + rank);
    }
  });
  return { places: Uint32Array.from(places), counts: Uint32Array.from(own.flatMap(({ positives }) => positives)) };
}

/** The steps counted since the last time, which begin anew. */
function takeSteps(rankings: readonly Ranking[], startOf: ReadonlyMap<Ranking, number>): Counts {
  const filled = rankings.reduce((sum, { orders, steps }) => sum + filledRanks(orders.length, steps), 0);
  const taken: Counts = { places: new Uint32Array(filled), counts: new Uint32Array(filled) };
  let at = 0;
  for (const ranking of rankings) {
    const start = startOf.get(ranking)!;
    for (let rank = 0; rank < ranking.orders.length; rank++) {
      if (ranking.steps[rank] === 0) continue;
      taken.places[at] = start + rank;
      taken.counts[at++] = ranking.steps[rank]!;
    }
    ranking.steps.fill(0);
  }
  return taken;
}

function filledRanks(ranks: number, steps: Uint32Array): number {
  let filled = 0;
  for (let rank = 0; rank < ranks; rank++) if (steps[rank]! > 0) filled++;
  return filled;
}

function meanPrecision(videos: readonly VideoCounts[], starts: Uint32Array, weights: VideoWeights): number {
  const ranks = starts[starts.length - 1]!;
  const [positives, steps] = [new Float64Array(ranks), new Float64Array(ranks)];
  videos.forEach((video, v) => {
    const weight = weights[v]!;
    if (weight === 0) return;
    addCounts(positives, video.positives, weight);
    for (const counts of video.steps) addCounts(steps, counts, weight);
  });
  let [sum, occurring] = [0, 0];
  for (let c = 0; c + 1 < starts.length; c++) {
    let [hits, seen, precisions] = [0, 0, 0];
    for (let place = starts[c]!; place < starts[c + 1]!; place++) {
      hits += positives[place]!;
      seen += steps[place]!;
      if (positives[place]! > 0) precisions += positives[place]! * (hits / seen);
    }
    if (hits === 0) continue;
    occurring++;
    sum += precisions / hits;
  }
  return (100 * sum) / occurring;
}

function addCounts(sums: Float64Array, { places, counts }: Counts, weight: number): void {
  for (let i = 0; i < places.length; i++) sums[places[i]!]! += weight * counts[i]!;
}
