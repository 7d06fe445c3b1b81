import { videoExtensions } from '../../src-main/common/domain/video';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { call } from '../client';
import { pickPath } from '../state/dialogs';
import { setProject } from '../state/project';
import { useTask } from '../state/task';
import { Button } from '../ui/Button';
import { Failure } from '../ui/status';

/** Says where the file of a video is now. */
export function Locate({ video }: { video: VideoSummary }) {
  const locate = useTask(async () => {
    const path = await pickPath({ kind: 'file', title: `Locate ${video.id}`, extensions: videoExtensions });
    if (path !== null) setProject(await call('project.locateVideo', { video: video.id, path }));
  });
  return (
    <>
      <Button kind="primary" disabled={locate.busy} onClick={() => locate.run()}>
        Locate
      </Button>
      <Failure error={locate.error} />
    </>
  );
}
