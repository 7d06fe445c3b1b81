/** The videos of the project, and what is found in them: videos by name, segments by class, verb, noun or note. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { goToPlayer } from '../../state/drawers';
import { openVideo, useView } from '../../state/view';
import { openSegment } from '../../timeline/sought';
import { Chip } from '../../ui/Button';
import { SearchInput, Select } from '../../ui/fields';
import { formatCount } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { FoundRow } from './FoundRow';
import { useVideoRows, type VideoRows } from './useVideoRows';
import { videoOrders } from './videoOrder';
import { VideoRow } from './VideoRow';

const splits = ['test', 'val', 'train'] as const;
type Split = (typeof splits)[number];

export function VideoList({ videos }: { videos: readonly VideoSummary[] }) {
  const [text, setText] = useState('');
  const [split, setSplit] = useState<Split | null>(null);
  /** Row that Enter opens, while something is searched. */
  const [reached, setReached] = useState(0);
  const selected = useView((view) => view.video);
  const [order, setOrder] = useState(videoOrders[0] ?? 'as added');
  const wanted = text.trim().toLowerCase();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVideoRows(videos, { wanted, split, order }, box);
  const { shown, found, firstFound, count, virtual } = rows;
  const index = shown.findIndex((video) => video.id === selected);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);

  const open = (row: number) => {
    const [video, segment] = [shown[row], found.at(row - firstFound)];
    if (video) openVideo(video.id);
    else if (segment) openSegment(segment);
  };
  /** Opens it and goes there. */
  const choose = (row: number) => {
    open(row);
    goToPlayer();
  };
  const move = (by: 1 | -1) => {
    if (wanted === '') return open(Math.min(shown.length - 1, Math.max(0, index + by)));
    const over = reached + by === shown.length ? 2 * by : by;
    const next = Math.min(count - 1, Math.max(0, reached + over));
    setReached(next === shown.length ? reached : next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && wanted !== '') choose(reached);
    else return;
    event.preventDefault();
  };
  const ask = (next: string) => {
    setText(next);
    const hasVideo = videos.some(({ id }) => id.toLowerCase().includes(next.trim().toLowerCase()));
    setReached(hasVideo ? 0 : 1);
  };
  return (
    <>
      <PanelHead
        title="Videos"
        count={shown.length === videos.length ? videos.length : `${shown.length} of ${videos.length}`}
      >
        <Select
          aria-label="Order of videos"
          className="annotate-order"
          value={order}
          choices={videoOrders.map((value) => ({ value, label: value }))}
          onValue={(value) => setOrder(videoOrders.find((one) => one === value) ?? order)}
        />
      </PanelHead>
      <div className="annotate-filter" onKeyDown={onKeyDown}>
        <SearchInput
          data-find
          aria-label="Find a video or a segment"
          placeholder="Name, class or note"
          value={text}
          onChange={(event) => ask(event.target.value)}
        />
        <SplitChips split={split} onSplit={setSplit} />
      </div>
      <div className="annotate-videos" ref={box} role="listbox" aria-label="Videos" tabIndex={0} onKeyDown={onKeyDown}>
        {count === 0 && <p className="hint annotate-none">Nothing matches.</p>}
        <Rows rows={rows} selected={selected} reached={wanted === '' ? null : reached} />
      </div>
    </>
  );
}

interface RowsProps {
  rows: VideoRows;
  /** Id of the open video. */
  selected: string | null;
  /** Row that Enter opens. */
  reached: number | null;
}

/** The rows that are seen. */
function Rows({ rows: { shown, found, firstFound, virtual }, selected, reached }: RowsProps) {
  return (
    <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map(({ index: row, start }) => {
        const video = shown[row];
        if (video) {
          const current = video.id === selected;
          return <VideoRow key={video.id} video={video} top={start} current={current} reached={row === reached} />;
        }
        if (row > shown.length) {
          return <FoundRow key={row} segment={found.at(row - firstFound)} top={start} reached={row === reached} />;
        }
        return (
          <h3 key="found" className="annotate-heading label" style={{ transform: `translateY(${start}px)` }}>
            {formatCount(found.total, 'segment')}
          </h3>
        );
      })}
    </div>
  );
}

/** Narrows the list to one split; the chosen one, pressed again, shows all. */
function SplitChips({ split, onSplit }: { split: Split | null; onSplit: (split: Split | null) => void }) {
  return (
    <fieldset className="row" aria-label="Split">
      {splits.map((name) => (
        <Chip key={name} on={split === name} onClick={() => onSplit(split === name ? null : name)}>
          {name}
        </Chip>
      ))}
    </fieldset>
  );
}
