import { type ConfusionCell, trueSteps } from './confusions';

/**
 * Classes that are taken for each other, as clusters: agglomerative clustering with average linkage (Sokal and Michener
 * 1958) on how much two classes are confused, the mean of the shares of either's steps that are called the other. Two
 * clusters are joined as long as their classes exchange at least `least` of their steps on average.
 */
const least = 0.03;

/**
 * @param cells all of them; those with the background or other classes that are no action are not looked at
 * @param actions `[classes]` 1 for an action
 * @returns clusters of two or more class indices, the largest first
 */
export function confusionClusters(cells: readonly ConfusionCell[], actions: Uint8Array): number[][] {
  const links = confusionLinks(cells, actions);
  const members = new Map([...links.keys()].map((index) => [index, [index]]));
  for (;;) {
    const best = closest(links, members);
    if (!best) break;
    join(links, members, best);
  }
  return [...members.values()].filter((cluster) => cluster.length > 1).sort((a, b) => b.length - a.length);
}

/** Sum of the confusions between the classes of two clusters, both ways round. */
type Links = Map<number, Map<number, number>>;

function confusionLinks(cells: readonly ConfusionCell[], actions: Uint8Array): Links {
  const steps = trueSteps(cells, actions.length);
  const links: Links = new Map();
  const add = (from: number, to: number, value: number) => {
    const row = links.get(from) ?? new Map<number, number>();
    links.set(from, row.set(to, (row.get(to) ?? 0) + value));
  };
  for (const { truth, predicted, steps: count } of cells) {
    if (truth === predicted || !actions[truth] || !actions[predicted]) continue;
    const share = count / steps[truth]! / 2;
    add(truth, predicted, share);
    add(predicted, truth, share);
  }
  return links;
}

function closest(links: Links, members: ReadonlyMap<number, readonly number[]>): [number, number] | null {
  let best: [number, number] | null = null;
  let most = least;
  for (const [a, row] of links) {
    for (const [b, sum] of row) {
      const mean = sum / (members.get(a)!.length * members.get(b)!.length);
      if (a < b && (mean > most || (mean === most && !best))) [best, most] = [[a, b], mean];
    }
  }
  return best;
}

/** The second cluster becomes part of the first. */
function join(links: Links, members: Map<number, number[]>, [a, b]: [number, number]): void {
  const [row, other] = [links.get(a)!, links.get(b)!];
  for (const [c, value] of other) {
    if (c === a) continue;
    row.set(c, (row.get(c) ?? 0) + value);
    links.get(c)!.set(a, row.get(c)!).delete(b);
  }
  row.delete(b);
  links.delete(b);
  members.get(a)!.push(...members.get(b)!);
  members.delete(b);
}
