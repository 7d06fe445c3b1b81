import { VideoOff } from 'lucide-react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { call } from '../../client';
import { pickPath } from '../../state/dialogs';
import { setProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/status';

const extensions = ['mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi'];

/** In place of the picture where the file is gone or there never was one. */
export function NoPicture({ video }: { video: VideoSummary }) {
  const locate = useTask(async () => {
    const path = await pickPath({ kind: 'files', title: `Locate ${video.id}`, extensions });
    if (path !== null) setProject(await call('project.locateVideo', { video: video.id, path }));
  });
  return (
    <div className="player-notice">
      <VideoOff size={20} aria-hidden />
      <strong>{video.file === 'missing' ? `The file of ${video.id} is gone` : `${video.id} has no video file`}</strong>
      {video.file === 'missing' && <span className="hint mono player-path">{video.path}</span>}
      <span className="label">Labels and predictions stay usable on the time axis.</span>
      <Button kind="primary" disabled={locate.busy} onClick={() => locate.run()}>
        Locate
      </Button>
      <Failure error={locate.error} />
    </div>
  );
}
