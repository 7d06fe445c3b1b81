import { useState } from 'react';
import type { ImportResult } from '../../../src-main/common/contract/project';
import { type SplitName, splitNames } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { closeDialog, closeDoneDialog } from '../../state/dialogs';
import { say } from '../../state/notices';
import { refresh } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { NumberInput, Segmented, TextInput, Tick } from '../../ui/fields';
import { formatCount } from '../../ui/format';
import { Failure } from '../../ui/status';
import { RefusalTable, refusedThing } from '../../components/RefusalTable';

/** Brings another system's predictions in as a run. */
export function ImportPredictionsDialog({ files }: { files: readonly string[] }) {
  const [name, setName] = useState('imported');
  const [split, setSplit] = useState<SplitName>('test');
  const [rate, setRate] = useState(4);
  const [keepValid, setKeepValid] = useState(false);
  const [result, setResult] = useState<ImportResult | null>(null);
  const bring = useTask(async () => {
    const found = await call('runs.importPredictions', {
      files: [...files],
      name: name.trim(),
      split,
      rate,
      keepValid,
    });
    setResult(found);
    if (found.refused.length > 0 && !keepValid) return;
    await refresh.runs();
    say(`Imported ${name} on ${formatCount(found.videos, 'video')}`);
    closeDoneDialog('importPredictions');
  });
  const refused = result?.refused ?? [];
  const ready = name.trim() !== '' && !bring.busy && (refused.length === 0 || keepValid);
  return (
    <Dialog
      title="Import predictions"
      subtitle={formatCount(files.length, 'file')}
      width={560}
      onClose={closeDialog}
      onSubmit={() => ready && bring.run()}
      foot={
        <>
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={!ready}>
            {bring.busy ? 'Reading' : 'Import'}
          </Button>
        </>
      }
    >
      <div className="inset stacked">
        <label htmlFor="prediction-name">Name of the run</label>
        <TextInput id="prediction-name" value={name} onChange={(event) => setName(event.target.value)} />
        <span>Split</span>
        <Segmented
          label="Split"
          value={split}
          choices={splitNames.map((one) => ({ value: one, label: one }))}
          onValue={setSplit}
        />
        <label htmlFor="prediction-rate">Rate</label>
        <NumberInput id="prediction-rate" className="rate" unit="steps/s" value={rate} onValue={setRate} />
        {result && refused.length > 0 && (
          <div className="refused-predictions">
            <p className="err">
              {formatCount(refused.length, refusedThing(refused))} cannot be read; nothing was imported.
            </p>
            <RefusalTable label="Refused rows" rows={refused} />
            {result.videos > 0 && (
              <Tick checked={keepValid} onTick={setKeepValid}>
                Leave them out and import the rest
              </Tick>
            )}
          </div>
        )}
        <Failure error={bring.error} />
      </div>
    </Dialog>
  );
}
