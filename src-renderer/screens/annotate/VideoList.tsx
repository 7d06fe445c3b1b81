import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { openVideo, useView } from '../../state/view';
import { SearchInput } from '../../ui/fields';
import { formatCount, formatLength } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Thumbnail } from './Thumbnail';

const splits = ['test', 'val', 'train'] as const;
type Split = (typeof splits)[number];
const rowHeight = 36;

export function VideoList({ videos }: { videos: readonly VideoSummary[] }) {
  const [text, setText] = useState('');
  const [split, setSplit] = useState<Split | null>(null);
  const selected = useView((view) => view.video);
  const wanted = text.trim().toLowerCase();
  const shown = videos.filter(
    (video) => (split === null || video.split === split) && video.id.toLowerCase().includes(wanted),
  );
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const index = shown.findIndex((video) => video.id === selected);
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
  }, [index, rows]);
  const move = (by: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, index + by))];
    if (next) openVideo(next.id);
  };
  return (
    <>
      <PanelHead
        title="Videos"
        count={shown.length === videos.length ? videos.length : `${shown.length} of ${videos.length}`}
      />
      <div className="annotate-filter">
        <SearchInput
          data-find
          aria-label="Find a video"
          placeholder="Name"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <fieldset className="row" aria-label="Split">
          {splits.map((name) => (
            <button
              type="button"
              key={name}
              className={`chip ${split === name ? 'on' : ''}`}
              aria-pressed={split === name}
              onClick={() => setSplit(split === name ? null : name)}
            >
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      <div
        className="annotate-videos"
        ref={box}
        role="listbox"
        aria-label="Videos"
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          move(event.key === 'ArrowDown' ? 1 : -1);
        }}
      >
        {shown.length === 0 && <p className="hint annotate-none">No videos match.</p>}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index: row, start }) => {
            const video = shown[row];
            return video && <VideoRow key={video.id} video={video} top={start} current={video.id === selected} />;
          })}
        </div>
      </div>
    </>
  );
}

function VideoRow({ video, top, current }: { video: VideoSummary; top: number; current: boolean }) {
  const reviewed = video.duration > 0 ? Math.min(1, video.reviewedSeconds / video.duration) : 0;
  return (
    // The list takes the focus and the arrow keys; rows only take clicks.
    <div
      className={`annotate-video ${current ? 'current' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => openVideo(video.id)}
    >
      <Thumbnail video={video} frame={Math.floor(video.frames / 2)} />
      <span className="annotate-name">
        <strong>{video.id}</strong>
        <span className="annotate-reviewed">
          <i style={{ width: `${reviewed * 100}%` }} className={reviewed >= 0.995 ? 'full' : ''} />
        </span>
      </span>
      <span className="annotate-facts">
        <span>{formatLength(video.duration)}</span>
        <small>{stateOf(video, reviewed)}</small>
      </span>
    </div>
  );
}

function stateOf(video: VideoSummary, reviewed: number): string {
  if (video.file === 'missing') return 'file missing';
  if (video.file === 'none') return 'no picture';
  if (reviewed === 0) return 'not reviewed';
  return formatCount(video.segments, 'segment');
}
