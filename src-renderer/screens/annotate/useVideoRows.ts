import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { useProject } from '../../state/project';
import { useSegmentSearch } from '../../state/segmentSearch';
import { sortedVideos, type VideoOrder } from './videoOrder';

const rowHeight = 36;

/** Videos, then, where segments are found, a heading and these. */
export interface VideoRows {
  shown: readonly VideoSummary[];
  /** Segments; those that are seen are asked for. */
  found: ReturnType<typeof useSegmentSearch>;
  /** Row of the first of them. */
  firstFound: number;
  count: number;
  virtual: Virtualizer<HTMLDivElement, Element>;
}

interface VideoQuery {
  /** In lower case; empty: all videos, and no segments. */
  wanted: string;
  split: VideoSummary['split'] | null;
  order: VideoOrder;
}

/** @param box that scrolls */
export function useVideoRows(
  videos: readonly VideoSummary[],
  { wanted, split, order }: VideoQuery,
  box: RefObject<HTMLDivElement | null>,
): VideoRows {
  const counts = useProject((mirrors) => mirrors.counts);
  const sorted = useMemo(() => sortedVideos(videos, order, counts), [videos, order, counts]);
  const shown = sorted.filter(
    (video) => (split === null || video.split === split) && video.id.toLowerCase().includes(wanted),
  );
  const found = useSegmentSearch(wanted, split);
  const count = shown.length + (found.total > 0 ? found.total + 1 : 0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const firstFound = shown.length + 1;
  const [from, to] = [(items[0]?.index ?? 0) - firstFound, (items[items.length - 1]?.index ?? 0) + 1 - firstFound];
  useEffect(() => found.need(Math.max(0, from), Math.min(found.total, to)), [found, from, to]);
  return { shown, found, firstFound, count, virtual };
}
