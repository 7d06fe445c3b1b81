import { useState } from 'react';
import type { FeatureCoverage, ModelState, VideoSummary } from '../../../src-main/common/contract/project';
import { perform } from '../../actions';
import { addModel } from '../../actions/addModel';
import { call } from '../../client';
import { say } from '../../state/notices';
import { useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { NumberInput, Segmented, Select, TextInput } from '../../ui/fields';
import { formatCount, formatWait } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { QueueList } from '../../components/QueueList';

interface ExtractFormProps {
  videos: readonly VideoSummary[];
  features: readonly FeatureCoverage[];
  ticked: ReadonlySet<string>;
}

const noModels: readonly ModelState[] = [];

/** Which encoder reads which videos how often a second; and the queue, with the extraction's progress and cancel. */
export function ExtractForm({ videos, features, ticked }: ExtractFormProps) {
  const encoders = (useProject((state) => state.models) ?? noModels).filter((model) => model.kind === 'encoder');
  const [encoder, setEncoder] = useState<string | null>(null);
  const [rate, setRate] = useState(4);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [which, setWhich] = useState<'missing' | 'ticked'>('missing');
  const chosen = encoder ?? encoders.find((one) => one.found)?.id ?? '';
  const name = typedName ?? (rate === 4 ? chosen : `${chosen}-${rate}`);
  const covered = features.find((set) => set.name === name)?.videos ?? [];
  const readable = videos.filter((video) => video.file === 'ok');
  const wanted = readable.filter((video) => (which === 'ticked' ? ticked.has(video.id) : !covered.includes(video.id)));
  const seconds = wanted.reduce((sum, video) => sum + video.duration, 0);
  const without = videos.length - covered.length;
  const extract = useTask(async () => {
    await call('jobs.start', {
      kind: 'extract',
      set: name,
      encoder: chosen,
      rate,
      videos: wanted.map((video) => video.id),
    });
    say(`Extracting ${name} from ${formatCount(wanted.length, 'video')}`);
  });
  const valid = chosen !== '' && name !== '' && rate > 0 && rate <= 120 && wanted.length > 0;

  return (
    <>
      <PanelHead title="Extract" />
      <form
        className="extract-form"
        data-main-form
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) extract.run();
        }}
      >
        <p className="label">
          {videos.length === 0
            ? 'No videos yet. Import some on the Project screen.'
            : without === 0
              ? `Every video has ${name}.`
              : `No ${name || 'features'} for ${without} of ${formatCount(videos.length, 'video')}.`}
        </p>
        <label htmlFor="encoder">Encoder</label>
        <Select
          id="encoder"
          value={chosen}
          choices={encoders.map((one) => ({
            value: one.id,
            label: one.id,
            unavailable: one.found ? undefined : 'missing',
          }))}
          onValue={setEncoder}
        />
        {encoders.length === 0 && (
          <Button kind="quiet" onClick={() => perform(addModel)}>
            Add an encoder
          </Button>
        )}
        <label htmlFor="rate">Rate</label>
        <NumberInput id="rate" className="rate" unit="steps/s" value={rate} onValue={setRate} />
        <label htmlFor="set-name">Set</label>
        <TextInput id="set-name" value={name} onChange={(event) => setTypedName(event.target.value || null)} />
        <span className="label">Videos</span>
        <Segmented
          label="Videos"
          value={which}
          choices={[
            { value: 'missing', label: 'without' },
            { value: 'ticked', label: `ticked (${ticked.size})` },
          ]}
          onValue={setWhich}
        />
        <div className="row extract-foot">
          <span className="label">
            {formatCount(wanted.length, 'video')}
            {wanted.length > 0 && `, ${formatWait(seconds)} of picture`}
          </span>
          <Button
            kind="primary"
            type="submit"
            className="push"
            disabled={!valid || extract.busy}
            data-tip="Run the form"
            command="view.submitForm"
          >
            Extract
          </Button>
        </div>
        <Failure error={extract.error} />
      </form>
      <QueueList />
    </>
  );
}
