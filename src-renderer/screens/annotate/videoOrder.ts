/** Orders of the list of videos; what ties stays as the project has it. */
import type { LabelCounts } from '../../../src-main/common/contract/labels';
import type { VideoSummary } from '../../../src-main/common/contract/project';

/** By video; undefined where they are not counted yet. */
type Counts = Readonly<Record<string, LabelCounts>> | undefined;
type Order = (counts: Counts) => (a: VideoSummary, b: VideoSummary) => number;

const by =
  (size: (video: VideoSummary, counts: LabelCounts | undefined) => number): Order =>
  (counts) =>
  (a, b) =>
    size(a, counts?.[a.id]) - size(b, counts?.[b.id]);

const orders = {
  'as added': () => () => 0,
  name: () => (a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }),
  'least reviewed': by(({ duration }, counts) => (duration > 0 ? (counts?.reviewedSeconds ?? 0) / duration : 1)),
  'fewest segments': by((_, counts) => counts?.segments ?? 0),
  longest: by(({ duration }) => -duration),
} as const satisfies Record<string, Order>;

export type VideoOrder = keyof typeof orders;
export const videoOrders = Object.keys(orders) as readonly VideoOrder[];

/** A copy in that order. */
export function sortedVideos(videos: readonly VideoSummary[], order: VideoOrder, counts: Counts): VideoSummary[] {
  return [...videos].sort(orders[order](counts));
}
