import { useEffect, useState } from 'react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { loadThumbnail } from '../timeline/pictureQueue';

/** A small picture of one frame; an empty one where there is no file. */
export function Thumbnail({ video: { id, file }, frame }: { video: VideoSummary; frame: number }) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    if (file !== 'ok') return;
    return loadThumbnail(id, frame, (picture) => setSource(picture?.src ?? null));
  }, [id, file, frame]);
  return source === null ? <span className="annotate-blank" /> : <img src={source} alt="" />;
}
