import './import.css';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { EventOf } from '../../../src-main/common/contract';
import type { ImportChoices, ImportPreview } from '../../../src-main/common/contract/project';
import type { Splits } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { closeDialog, closeDoneDialog, useDialogs } from '../../state/dialogs';
import { bringFiles, useImporting } from '../../state/importing';
import { raise, say } from '../../state/notices';
import { refresh, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Tick } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { Failure, Progress, Skeleton } from '../../ui/status';
import { refusedThing } from '../../components/RefusalTable';
import { ImportCheck, isWorthKeeping } from './ImportCheck';
import { ImportFiles } from './ImportFiles';
import { ImportSplit } from './ImportSplit';
import { replaceSplits } from './splits';

const steps = ['Files', 'Check', 'Split'] as const;
type Step = (typeof steps)[number];

const noChoices: ImportChoices = { formats: {}, classes: {}, lanes: {} };

/** Import in three steps; nothing in the project changes before "Import" in the second. */
export function ImportWizard({ files: given }: { files: readonly string[] }) {
  const project = useProject((state) => state.project);
  const [step, setStep] = useState<Step>('Check');
  const [files, setFiles] = useState(given);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [choices, setChoices] = useState<ImportChoices>(noChoices);
  const [keepValid, setKeepValid] = useState(false);
  const [proposal, setProposal] = useState<Splits | null>(null);
  const look = useTask(async (paths: readonly string[], chosen: ImportChoices) => {
    setPreview(await call('project.importPreview', { files: [...paths], choices: chosen }));
  });
  const { run: check } = look;
  useEffect(() => {
    if (step === 'Check') check(files, choices);
  }, [step, files, choices, check]);

  const bring = useTask(async () => {
    const result = await bringFiles({ files: [...files], keepValid, choices });
    const segments = result.segments > 0 ? ` with ${formatCount(result.segments, 'segment')}` : '';
    say(`Imported ${formatCount(result.videos, 'video')}${segments}`);
    await Promise.all([refresh.project(), refresh.features()]);
    const unplaced = useProject.getState().project?.videos.some((video) => video.split === 'none');
    if (!unplaced) return closeDoneDialog('import');
    setProposal(await call('project.proposeSplits', { seed: 0 }));
    setStep('Split');
  });
  const place = useTask(async () => {
    if (project && proposal) await replaceSplits(project.project.splits, proposal);
    closeDoneDialog('import');
  });

  const changeFiles = (next: readonly string[]) => {
    setPreview(null);
    setFiles(next);
  };
  const takesMore = step !== 'Split' && !bring.busy;
  useEffect(() => {
    const takeDropped = (more: readonly string[]) => {
      setPreview(null);
      setFiles((before) => [...new Set([...before, ...more])]);
    };
    useDialogs.setState({ takeDropped: takesMore ? takeDropped : null });
    return () => useDialogs.setState({ takeDropped: null });
  }, [takesMore]);
  const busy = look.busy || bring.busy;
  const progress = useImporting(busy);
  const stop = () => {
    call('project.stopImport', {}).catch((error: unknown) => raise('import', error));
    if (!look.busy) return;
    setPreview(null);
    setStep('Files');
  };
  const close = () => {
    if (busy) stop();
    closeDialog();
  };
  const refused = preview?.refused ?? [];
  const worthKeeping = preview !== null && isWorthKeeping(preview);
  const ready = worthKeeping && (refused.length === 0 || keepValid) && !bring.busy && !look.busy;
  const submit = () => {
    if (step === 'Files') setStep('Check');
    else if (step === 'Split') place.run();
    else if (ready) bring.run();
  };
  return (
    <Dialog
      title="Import"
      subtitle={project && `into ${project.project.name}`}
      width={1104}
      className="wizard"
      onClose={close}
      onSubmit={submit}
      foot={
        <>
          {step === 'Check' && refused.length > 0 && worthKeeping && (
            <Tick checked={keepValid} onTick={setKeepValid} data-autofocus>
              Leave out {formatCount(refused.length, refusedThing(refused))} and import the rest
            </Tick>
          )}
          <span className="push" />
          {step === 'Check' && !busy && <Button onClick={() => setStep('Files')}>Back</Button>}
          {busy && <Button onClick={stop}>Stop</Button>}
          {step === 'Split' && <Button onClick={closeDialog}>Leave them without a split</Button>}
          <Button
            kind="primary"
            type="submit"
            shown="Enter"
            disabled={step === 'Check' ? !ready : step === 'Files' ? files.length === 0 : place.busy}
          >
            {step === 'Files' ? 'Check' : step === 'Split' ? 'Use these splits' : importLabel(preview, bring.busy)}
          </Button>
        </>
      }
    >
      <Steps step={step} />
      <div className="wizard-page">
        <Failure error={look.error ?? bring.error ?? place.error} />
        {step === 'Files' && <ImportFiles files={files} onFiles={changeFiles} />}
        {progress && progress.total > 1 && <ImportProgress progress={progress} />}
        {step === 'Check' && !preview && !look.error && <Skeleton rows={10} what="Reading the files" />}
        {step === 'Check' && preview && (
          <ImportCheck preview={preview} files={files} choices={choices} onChoices={setChoices} />
        )}
        {step === 'Split' && proposal && <ImportSplit proposal={proposal} onProposal={setProposal} />}
      </div>
    </Dialog>
  );
}

function ImportProgress({ progress: { stage, done, total, item } }: { progress: EventOf<'project.importing'> }) {
  return (
    <div className="import-progress">
      <span className="hint ellipsis">
        {stage} {formatNumber(done)} of {formatNumber(total)} {item}
      </span>
      <Progress value={done / total} label={stage} />
    </div>
  );
}

function importLabel(preview: ImportPreview | null, busy: boolean): string {
  if (busy) return 'Importing';
  if (!preview) return 'Import';
  if (!isWorthKeeping(preview)) return 'Nothing to import';
  if (preview.segments > 0) return `Import ${formatCount(preview.segments, 'segment')}`;
  if (preview.newVideos > 0) return `Import ${formatCount(preview.newVideos, 'video')}`;
  if (preview.featureFiles > 0) return `Import ${formatCount(preview.featureFiles, 'feature file')}`;
  return `Update ${formatCount(preview.videos, 'video')}`;
}

function Steps({ step }: { step: Step }) {
  const at = steps.indexOf(step);
  return (
    <nav className="wizard-steps" aria-label="Steps">
      <ol>
        {steps.map((name, i) => (
          <li key={name} className={i < at ? 'done' : ''} aria-current={name === step ? 'step' : undefined}>
            <span className="wizard-number">{i < at ? <Check size={14} aria-label="done" /> : i + 1}</span>
            {name}
          </li>
        ))}
      </ol>
      <p className="hint">
        {step === 'Split'
          ? 'The import is done; splits can be changed later.'
          : 'Nothing in the project changes until you choose Import.'}
      </p>
    </nav>
  );
}
