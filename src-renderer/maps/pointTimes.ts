import type { PointFacts } from './colours';

/** Points of a map by when they are. */
export class PointTimes {
  /** Points of each video, by their start. */
  private readonly byVideo = new Map<number, number[]>();

  constructor(private readonly facts: Pick<PointFacts, 'video' | 'start' | 'end'>) {
    facts.video.forEach((video, point) => {
      const own = this.byVideo.get(video);
      if (own) own.push(point);
      else this.byVideo.set(video, [point]);
    });
    for (const own of this.byVideo.values()) own.sort((a, b) => facts.start[a]! - facts.start[b]!);
  }

  /** The point that is of a step, of several the one that starts last; null where none is. @param video its index */
  at(video: number, step: number): number | null {
    const { start, end } = this.facts;
    const own = this.byVideo.get(video) ?? [];
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start[own[middle]!]! <= step) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0; i--) if (end[own[i]!]! > step) return own[i]!;
    return null;
  }
}
