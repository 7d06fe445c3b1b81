import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';

const rowHeight = 26;
const virtualFrom = 100;

interface RowWindow {
  /** Rows that are drawn. */
  items: readonly VirtualItem[];
  /** CSS pixels that the rows above and below them take. */
  before: number;
  after: number;
  scrollTo: (index: number) => void;
}

/**
 * The rows of a table that are drawn: all of a short one, those in view of a long one; the current row comes into view.
 */
export function useRowWindow(
  ids: readonly string[],
  current: string | null,
  scroller: RefObject<HTMLElement | null>,
): RowWindow {
  // oxlint-disable-next-line react/incompatible-library -- about the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: ids.length < virtualFrom ? ids.length : 12,
    scrollPaddingStart: 28,
    // The head takes its height from the rows' view.
    scrollPaddingEnd: 28,
    initialRect: { width: 800, height: 600 },
  });
  // A row that was opened from elsewhere, or is covered by what its opening has shown, comes into view.
  const at = current === null ? -1 : ids.indexOf(current);
  const height = virtualizer.scrollRect?.height;
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at);
  }, [at, height, virtualizer]);
  const items = virtualizer.getVirtualItems();
  return {
    items,
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items[items.length - 1]?.end ?? 0),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
