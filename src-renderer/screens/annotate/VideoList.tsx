import { useState } from 'react';
import { noVideos, useProject } from '../../state/project';
import { useOpenVideo } from '../../state/selection';
import { openVideo } from '../../state/view';
import { SearchInput } from '../../ui/fields';
import { formatCount, formatLength, formatNumber } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';

export function VideoList() {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const open = useOpenVideo();
  const [query, setQuery] = useState('');
  return (
    <Region name="Videos" className="video-list">
      <PanelHead title="Videos" count={formatNumber(videos.length)} />
      <div className="toolbar">
        <SearchInput
          data-find
          aria-label="Find a video"
          placeholder="Name"
          value={query}
          onChange={(e) => setQuery(e.target.value)}
        />
      </div>
      <ul className="scroll">
        {videos
          .filter((video) => video.id.includes(query.trim()))
          .map((video) => (
            <li key={video.id}>
              <button
                type="button"
                className="list-row"
                aria-current={video.id === open?.id}
                onClick={() => openVideo(video.id)}
              >
                <span>
                  <strong className="ellipsis">{video.id}</strong>
                  <span className="hint">{formatCount(video.segments, 'segment')}</span>
                </span>
                <span className="mono push">{formatLength(video.duration)}</span>
              </button>
            </li>
          ))}
      </ul>
    </Region>
  );
}
