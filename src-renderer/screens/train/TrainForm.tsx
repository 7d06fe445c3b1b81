import { useMemo } from 'react';
import { presets, published } from '../../../src-main/common/presets';
import type { TrainEstimate } from '../../../src-main/common/contract/jobs';
import type { FeatureCoverage } from '../../../src-main/common/contract/project';
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
import { type Choice, Select, TextInput } from '../../ui/fields';
import { differing, fieldErrors } from '../../ui/form/describe';
import { SettingsForm } from '../../ui/form/SettingsForm';
import { formatBytes, formatCount, formatWait } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { secondsAnUpdate, useEstimate } from './useEstimate';

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

  const begin = (value: string) => {
    if (value.startsWith('preset ')) beginFromPreset(value.slice('preset '.length));
    else beginFrom(value === 'defaults' ? null : value, runs.find((one) => one.id === value)?.settings ?? null);
  };
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
            ...presets.map((preset) => ({
              value: `preset ${preset.id}`,
              label: published.includes(preset) ? `published, ${preset.name}` : preset.name,
            })),
          ]}
          onValue={begin}
        />
      </PanelHead>
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

/** Time where a run like it is known, updates and memory. */
function cost({ updates, memoryBytes }: TrainEstimate, pace: number | null): string {
  const wait = pace !== null && updates > 0 ? [`≈ ${formatWait(pace * updates)}`] : [];
  return [...wait, formatCount(updates, 'update'), formatBytes(memoryBytes)].join(' · ');
}

function difference(changed: number, base: string): string {
  if (changed === 0) return `As ${base}`;
  return `${formatCount(changed, 'setting')} ${changed === 1 ? 'differs' : 'differ'} from ${base}`;
}

/** Every set, and any two that can be read side by side. */
function featureChoices(sets: readonly FeatureCoverage[]): Choice[] {
  const one = (name: string, rate: number) => ({ value: name, label: `${name}, ${rate} steps/s` });
  const joined = sets.flatMap((first, i) =>
    sets
      .slice(i + 1)
      .filter((second) => second.rate === first.rate && second.tokens === first.tokens)
      .map((second) => one(`${first.name}+${second.name}`, first.rate)),
  );
  return [...sets.map((set) => one(set.name, set.rate)), ...joined];
}

/** Choices that only the open project and this machine know. */
function useProjectChoices(): Record<string, Choice[]> {
  const models = useProject((state) => state.models);
  const features = useProject((state) => state.features);
  const devices = useProject((state) => state.devices);
  return useMemo(
    () => ({
      decoder: (models ?? [])
        .filter((model) => model.kind === 'decoder')
        .map((model) => ({
          value: model.id,
          label: model.found
            ? `${model.id} (${model.summary.split(', ').slice(0, 2).join(', ').replace(' parameters', '')})`
            : model.id,
          unavailable: model.found ? undefined : 'missing',
        })),
      features: featureChoices(features ?? []),
      device: [
        { value: 'auto', label: 'auto' },
        ...(devices ?? []).map((device) => ({
          value: device.id,
          label: `${device.name}${device.available && device.experimental ? ' (experimental)' : ''}`,
          unavailable: device.available ? undefined : device.reason,
        })),
      ],
    }),
    [models, features, devices],
  );
}
