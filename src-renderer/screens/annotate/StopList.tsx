/** Moments to go through: the list takes the focus and the keys, rows only take clicks. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { goToStop, type Stop, showStops, stepStop, useWalk } from '../../state/walk';

interface StopListProps<S extends Stop> {
  name: string;
  items: readonly S[];
  /** Pixels of a row. */
  rowHeight: number;
  row: (item: S) => ReactNode;
  /** Told of the row under the pointer; null: none. */
  onPointed?: (key: string | null) => void;
}

export function StopList<S extends Stop>({ name, items, rowHeight, row, onPointed }: StopListProps<S>) {
  const box = useRef<HTMLDivElement>(null);
  const current = useWalk((walk) => walk.current?.key ?? null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  useEffect(() => showStops(items), [items]);
  const index = items.findIndex(({ key }) => key === current);
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
  }, [index, rows]);
  return (
    <div
      className="stops"
      ref={box}
      role="listbox"
      aria-label={name}
      data-keys="timeline"
      tabIndex={0}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        const again = event.key === 'Enter' ? items[index] : undefined;
        if (by === 0 && !again) return;
        event.preventDefault();
        if (by !== 0) stepStop(by);
        if (again) goToStop(again);
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index: at, start }) => {
          const item = items[at];
          if (!item) return null;
          return (
            <div
              key={item.key}
              className={`stop ${at === index ? 'current' : ''}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === index}
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              onClick={() => goToStop(item)}
              onPointerEnter={() => onPointed?.(item.key)}
              onPointerLeave={() => onPointed?.(null)}
            >
              {row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
