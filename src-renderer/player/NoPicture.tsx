import { VideoOff } from 'lucide-react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { Locate } from './Locate';

/** In place of the picture where the file is gone or there never was one. */
export function NoPicture({ video }: { video: VideoSummary }) {
  return (
    <div className="player-notice">
      <VideoOff size={20} aria-hidden />
      <strong>{video.file === 'missing' ? `The file of ${video.id} is gone` : `${video.id} has no video file`}</strong>
      {video.file === 'missing' && <span className="hint mono player-path">{video.path}</span>}
      <span className="label">Labels and predictions stay usable on the time axis.</span>
      <Locate video={video} />
    </div>
  );
}
