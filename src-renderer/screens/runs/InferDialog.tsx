import { useState } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { type SplitName, splitNames } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { closeDialog, closeDoneDialog } from '../../state/dialogs';
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
export function InferDialog({ run: id }: { run: string }) {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const features = useProject((state) => state.features);
  const run = useProject((state) => state.runs?.find((one) => one.id === id));
  const [which, setWhich] = useState<Which>('test');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const set = run?.settings?.features ?? '';
  const covered = new Set(features?.find((one) => one.name === set)?.videos ?? []);
  const inSplit = (name: SplitName) => videos.filter((video) => video.split === name);
  const wanted = which === 'chosen' ? videos.filter((video) => chosen.has(video.id)) : inSplit(which);
  const without = wanted.filter((video) => !covered.has(video.id));
  const ready = wanted.length > 0 && without.length === 0;
  const name = run?.name ?? id;
  const start = useTask(async () => {
    await call('jobs.start', {
      kind: 'infer',
      run: id,
      ...(which === 'chosen' ? { videos: [...chosen] } : { split: which }),
    });
    say(`${name} will run on ${formatCount(wanted.length, 'video')}`);
    closeDoneDialog('infer');
  });
  return (
    <Dialog
      title={`Run ${name} on videos`}
      width={480}
      onClose={closeDialog}
      onSubmit={() => ready && start.run()}
      foot={
        <>
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={!ready || start.busy}>
            {wanted.length === 0 ? 'Run' : `Run on ${formatCount(wanted.length, 'video')}`}
          </Button>
        </>
      }
    >
      <div className="inset">
        <Segmented
          label="Videos"
          value={which}
          choices={[
            ...splitNames.map((one) => ({ value: one, label: `${one} ${inSplit(one).length}` })),
            { value: 'chosen' as const, label: 'chosen' },
          ]}
          onValue={setWhich}
        />
        {which === 'chosen' ? (
          <VideoChoice videos={videos} covered={covered} set={set} chosen={chosen} onChosen={setChosen} />
        ) : (
          <p className="label">Predictions on {which} are made new; what was predicted there before is replaced.</p>
        )}
        {without.length > 0 && (
          <p className="err">
            {formatCount(without.length, 'video')} of {which} {without.length === 1 ? 'has' : 'have'} no features in{' '}
            {set}. Extract them on the Features screen.
          </p>
        )}
        <Failure error={start.error} />
      </div>
    </Dialog>
  );
}

interface VideoChoiceProps {
  videos: readonly VideoSummary[];
  covered: ReadonlySet<string>;
  /** The feature set the run reads. */
  set: string;
  chosen: ReadonlySet<string>;
  onChosen: (ids: ReadonlySet<string>) => void;
}

function VideoChoice({ videos, covered, set, chosen, onChosen }: VideoChoiceProps) {
  const possible = videos.filter((video) => covered.has(video.id)).map((video) => video.id);
  const toggle = (id: string, ticked: boolean) => {
    const next = new Set(chosen);
    if (ticked) next.add(id);
    else next.delete(id);
    onChosen(next);
  };
  const counts = useProject((state) => state.counts);
  const note = (video: VideoSummary) =>
    !covered.has(video.id)
      ? `no features in ${set}`
      : `${counts?.[video.id]?.segments === 0 ? 'unlabelled, ' : ''}${formatLength(video.duration)}`;
  return (
    <>
      <Tick
        checked={possible.length > 0 && chosen.size === possible.length}
        disabled={possible.length === 0}
        onTick={(all) => onChosen(new Set(all ? possible : []))}
      >
        all with features
      </Tick>
      <ul className="choose-videos">
        {videos.map((video) => (
          <li key={video.id}>
            <Tick
              checked={chosen.has(video.id)}
              disabled={!covered.has(video.id)}
              onTick={(on) => toggle(video.id, on)}
            >
              <span className="ellipsis">{video.id}</span>
              <span className="hint">{note(video)}</span>
            </Tick>
          </li>
        ))}
      </ul>
    </>
  );
}
