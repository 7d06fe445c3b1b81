import { useState } from 'react';
import { type SplitName, splitNames } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { closeDialog } from '../../state/dialogs';
import { say } from '../../state/notices';
import { noVideos, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Segmented, Tick } from '../../ui/fields';
import { formatCount, formatLength } from '../../ui/format';
import { Failure } from '../../ui/status';

type Which = SplitName | 'chosen';

/** Runs a finished model on a split or on chosen videos, labelled or not. */
export function InferDialog({ run }: { run: string }) {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const features = useProject((state) => state.features);
  const set = useProject((state) => state.runs?.find((one) => one.id === run)?.settings?.features);
  const [which, setWhich] = useState<Which>('test');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const covered = new Set(features?.find((one) => one.name === set)?.videos ?? []);
  const count = which === 'chosen' ? chosen.size : videos.filter((video) => video.split === which).length;
  const start = useTask(async () => {
    await call('jobs.start', {
      kind: 'infer',
      run,
      ...(which === 'chosen' ? { videos: [...chosen] } : { split: which }),
    });
    say(`${run} is in the queue`);
    closeDialog();
  });
  const toggle = (id: string, ticked: boolean) => {
    const next = new Set(chosen);
    if (ticked) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog
      title={`Run ${run} on videos`}
      width={480}
      onClose={closeDialog}
      onSubmit={() => count > 0 && start.run()}
      foot={
        <>
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={count === 0 || start.busy}>
            Run on {formatCount(count, 'video')}
          </Button>
        </>
      }
    >
      <div className="inset">
        <Segmented
          label="Videos"
          value={which}
          choices={[...splitNames, 'chosen' as const].map((name) => ({ value: name, label: name }))}
          onValue={setWhich}
        />
        {which === 'chosen' && (
          <ul className="choose-videos">
            {videos.map((video) => (
              <li key={video.id}>
                <Tick
                  checked={chosen.has(video.id)}
                  disabled={!covered.has(video.id)}
                  onTick={(on) => toggle(video.id, on)}
                >
                  <span>{video.id}</span>
                  <span className="hint">
                    {covered.has(video.id) ? formatLength(video.duration) : `no features in ${set}`}
                  </span>
                </Tick>
              </li>
            ))}
          </ul>
        )}
        <Failure error={start.error} />
      </div>
    </Dialog>
  );
}
