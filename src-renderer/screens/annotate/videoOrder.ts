/** Orders of the list of videos; what ties stays as the project has it. */
import type { VideoSummary } from '../../../src-main/common/contract/project';

const reviewedShare = ({ reviewedSeconds, duration }: VideoSummary) => (duration > 0 ? reviewedSeconds / duration : 1);

const orders = {
  'as added': () => 0,
  name: (a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }),
  'least reviewed': (a, b) => reviewedShare(a) - reviewedShare(b),
  'fewest segments': (a, b) => a.segments - b.segments,
  longest: (a, b) => b.duration - a.duration,
} as const satisfies Record<string, (a: VideoSummary, b: VideoSummary) => number>;

export type VideoOrder = keyof typeof orders;
export const videoOrders = Object.keys(orders) as readonly VideoOrder[];

/** A copy in that order. */
export function sortedVideos(videos: readonly VideoSummary[], order: VideoOrder): VideoSummary[] {
  return [...videos].sort(orders[order]);
}
