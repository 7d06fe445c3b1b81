import { VideoOff } from 'lucide-react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { Locate } from './Locate';

/** In place of the picture where the file is gone, another one stands there, or there never was one. */
export function NoPicture({ video }: { video: VideoSummary }) {
  return (
    <div className="player-notice">
      <VideoOff size={20} aria-hidden />
      <strong>{wordsOf(video)}</strong>
      {video.file !== 'none' && <span className="hint mono player-path">{video.path}</span>}
      <span className="label">
        {video.file === 'other' && 'Its frames may be others than those that were labelled. '}
        Labels and predictions stay usable on the time axis.
      </span>
      <Locate video={video} />
    </div>
  );
}

function wordsOf({ id, file }: VideoSummary): string {
  if (file === 'missing') return `The file of ${id} is gone`;
  return file === 'other' ? `Another file is in the place of that of ${id}` : `${id} has no video file`;
}
