import { presets, published } from '../../../src-main/common/presets';
import type { TrainEstimate } from '../../../src-main/common/contract/jobs';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { TrainSettings } from '../../../src-main/common/settings';
import { perform } from '../../actions';
import { addModel } from '../../actions/addModel';
import { call } from '../../client';
import { isActive, noJobs, useJobs } from '../../state/jobs';
import { say } from '../../state/notices';
import { noRuns, refresh, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { beginFrom, beginFromPreset, changeSettings, nameRun, trainFields, useTrainForm } from '../../state/trainForm';
import { goTo, selectRun } from '../../state/view';
import { Button } from '../../ui/Button';
import { Select, TextInput } from '../../ui/fields';
import { differing, fieldErrors } from '../../ui/form/describe';
import { SettingsForm } from '../../ui/form/SettingsForm';
import { formatBytes, formatCount, formatWait } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { secondsAnUpdate, useEstimate } from './useEstimate';
import { useProjectChoices } from './useProjectChoices';

const repairs = {
  features: (
    <button type="button" className="link" onClick={() => goTo('features')}>
      Go to Features
    </button>
  ),
  decoder: (
    <button type="button" className="link" onClick={() => perform(addModel)}>
      Add a model
    </button>
  ),
};

/** The form of a new run, generated from the described settings. */
export function TrainForm() {
  const { from, base, values, name } = useTrainForm();
  const runs = useProject((state) => state.runs) ?? noRuns;
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const choices = useProjectChoices();
  const { estimate, suggested, error } = useEstimate(values);
  const problems = Object.fromEntries((estimate?.problems ?? []).map(({ field, message }) => [field, message]));
  const errors = { ...problems, ...fieldErrors(TrainSettings, trainFields, values) };
  // Problems of no field of the form, such as a video in two splits.
  const general = (estimate?.problems ?? []).filter(
    (problem) => !trainFields.some((field) => field.key === problem.field),
  );
  const preset = presets.find(({ id }) => id === from);
  const changed = differing(trainFields, values, base).length;
  const run = name ?? suggested ?? '';
  // Said in the foot too, since the field itself may be out of sight.
  const wrong = trainFields.find((field) => errors[field.key] !== undefined);
  const firstError = wrong && `${wrong.label}: ${errors[wrong.key]}`;
  const waiting = jobs.some(isActive);

  const startRun = useTask(async () => {
    const settings = TrainSettings.parse(values);
    await call('jobs.start', { kind: 'train', run, settings });
    selectRun(run);
    nameRun(null);
    say(`${run} is in the queue`);
    await refresh.runs();
  });
  const blocked = Object.keys(errors).length > 0 || general.length > 0 || run === '' || startRun.busy;

  return (
    <form
      className="train-form-body"
      data-main-form
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) startRun.run();
      }}
    >
      <BeginFrom from={from} runs={runs} />
      <div className="scroll">
        {preset && <p className="preset-source label">{preset.source}</p>}
        <div className="run-name form-line">
          <label htmlFor="run-name">Name</label>
          <TextInput id="run-name" value={run} onChange={(event) => nameRun(event.target.value || null)} />
        </div>
        <SettingsForm
          fields={trainFields}
          values={values}
          base={base}
          errors={errors}
          repairs={repairs}
          choices={choices}
          onChange={changeSettings}
        />
      </div>
      <footer className="train-foot">
        <Failure error={startRun.error ?? error} />
        {general.map((problem) => (
          <p key={problem.message} className="err">
            {problem.message}
          </p>
        ))}
        <div className="row">
          <div className="estimate">
            <p className="mono">{estimate ? cost(estimate, secondsAnUpdate(runs, values)) : '—'}</p>
            {firstError ? (
              <p className="err ellipsis">{firstError}</p>
            ) : (
              <p className="label">{difference(changed, from ?? 'the defaults')}</p>
            )}
          </div>
          <Button
            kind="primary"
            type="submit"
            className="push"
            disabled={blocked}
            data-tip="Run the form"
            command="view.submitForm"
          >
            {waiting ? 'Add to queue' : 'Start training'}
          </Button>
        </div>
      </footer>
    </form>
  );
}

interface BeginFromProps {
  /** Id of a run or preset; null: the defaults. */
  from: string | null;
  runs: readonly RunSummary[];
}

/** Which settings the form starts with. */
function BeginFrom({ from, runs }: BeginFromProps) {
  const preset = presets.find(({ id }) => id === from);
  const begin = (value: string) => {
    if (value.startsWith('preset ')) beginFromPreset(value.slice('preset '.length));
    else beginFrom(value === 'defaults' ? null : value, runs.find((one) => one.id === value)?.settings ?? null);
  };
  return (
    <PanelHead title="New run">
      <span className="push" />
      <label className="label" htmlFor="begin-from">
        Like
      </label>
      <Select
        id="begin-from"
        className="begin-from"
        value={preset ? `preset ${preset.id}` : (from ?? 'defaults')}
        choices={[
          { value: 'defaults', label: 'the defaults' },
          ...runs.filter((one) => one.settings !== null).map((one) => ({ value: one.id, label: one.name })),
          ...presets.map((one) => ({
            value: `preset ${one.id}`,
            label: published.includes(one) ? `published, ${one.name}` : one.name,
          })),
        ]}
        onValue={begin}
      />
    </PanelHead>
  );
}

/** Time where a run like it is known, updates and memory. */
function cost({ updates, memoryBytes }: TrainEstimate, pace: number | null): string {
  const wait = pace !== null && updates > 0 ? [`≈ ${formatWait(pace * updates)}`] : [];
  return [...wait, formatCount(updates, 'update'), formatBytes(memoryBytes)].join(' · ');
}

function difference(changed: number, base: string): string {
  if (changed === 0) return `As ${base}`;
  return `${formatCount(changed, 'setting')} ${changed === 1 ? 'differs' : 'differ'} from ${base}`;
}
