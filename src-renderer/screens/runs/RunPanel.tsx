import { ChartNoAxesColumn, GraduationCap, Play, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import type { SplitName } from '../../../src-main/common/domain/project';
import { toldContext } from '../../../src-main/common/domain/run';
import { perform } from '../../actions';
import { deleteRun } from '../../actions/deleteRun';
import { inferRun } from '../../actions/inferRun';
import { call } from '../../client';
import { evaluateOn, isActive, isUnfinished, noJobs, resumeTraining, runOf, useJobs } from '../../state/jobs';
import { setRuns } from '../../state/project';
import { useTask } from '../../state/task';
import { beginFrom, trainFields } from '../../state/trainForm';
import { goTo } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { TextInput } from '../../ui/fields';
import { isShown } from '../../ui/form/describe';
import { formatBytes, formatMoment, formatNumber, formatSetting, formatWait } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { ForgettingTable } from './ForgettingTable';
import { Outdated } from '../../components/Outdated';
import { OpenSetTable } from './OpenSetTable';
import { ReportTable } from './ReportTable';
import { RunState } from '../../components/RunState';

/** One run: what it is, its scores, its settings, and what can be done with it. */
export function RunPanel({ run, split }: { run: RunSummary; split: SplitName }) {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const job = jobs.find((one) => runOf(one) === run.id && isActive(one));
  const evaluate = useTask(() => evaluateOn(run, split));
  const resume = useTask(() => resumeTraining(run));
  const report = run.reports[split];
  const trained = run.origin === 'trained' && run.stepsDone > 0;
  const unfinished = job === undefined && isUnfinished(run);
  return (
    <>
      <PanelHead title="Run">
        <RunState run={run} job={job} />
      </PanelHead>
      <div className="scroll">
        <section className="section">
          <RunName run={run} />
          <dl className="facts">
            <Fact name="Created" value={formatMoment(run.created)} />
            <Fact name="On disk" value={formatBytes(run.bytes)} />
            {trained && (
              <Fact name="Training" value={`${formatNumber(run.stepsDone)} updates in ${formatWait(run.seconds)}`} />
            )}
            {trained && <Fact name="Device" value={run.device} />}
            <Fact name="Classes" value={formatNumber(run.classes.length)} />
          </dl>
          {run.error && <p className="err">{run.error}</p>}
          <div className="run-actions">
            <Button
              icon={ChartNoAxesColumn}
              onClick={evaluate.run}
              disabled={evaluate.busy || (!trained && !run.predicted.includes(split))}
            >
              Evaluate on {split}
            </Button>
            {trained && (
              <Button icon={Play} onClick={() => perform(inferRun)}>
                Run on videos
              </Button>
            )}
            {run.settings && (
              <Button
                icon={GraduationCap}
                onClick={() => {
                  beginFrom(run.id, run.settings);
                  goTo('train');
                }}
              >
                Train like this
              </Button>
            )}
            {unfinished && (
              <Button icon={RotateCw} onClick={resume.run} disabled={resume.busy}>
                Resume
              </Button>
            )}
          </div>
          <Failure error={evaluate.error ?? resume.error} />
        </section>
        <section className="section" aria-label={`Scores on ${split}`}>
          <h3>
            Scores on {split} {report && <span className="hint">{formatNumber(report.videos)} videos</span>}
          </h3>
          {run.outdated[split] !== undefined && (
            <p className="row tight label">
              <Outdated reason={run.outdated[split]} />
              {run.outdated[split]} Evaluate it again for what holds now.
            </p>
          )}
          {report ? (
            <ReportTable report={report} />
          ) : (
            <p className="label">
              {run.predicted.includes(split) ? `Not evaluated on ${split} yet.` : `No predictions on ${split} yet.`}
            </p>
          )}
        </section>
        <Measured run={run} split={split} />
        {run.settings && <RunSettings run={run} settings={run.settings} />}
      </div>
    </>
  );
}

/** What was measured beside the scores, where it was. */
function Measured({ run, split }: { run: RunSummary; split: SplitName }) {
  const openSet = run.openSet[split];
  return (
    <>
      {openSet && (
        <section className="section" aria-label={`Held-out classes on ${split}`}>
          <h3>Held-out classes on {split}</h3>
          <OpenSetTable report={openSet} />
        </section>
      )}
      {run.forgetting && (
        <section className="section" aria-label="Forgetting">
          <h3>Forgetting</h3>
          <ForgettingTable report={run.forgetting} updates={run.stepsDone} />
        </section>
      )}
    </>
  );
}

function RunName({ run }: { run: RunSummary }) {
  const [name, setName] = useState(run.name);
  const rename = useTask(async () => {
    const wanted = name.trim();
    if (wanted === '' || wanted === run.name) return setName(run.name);
    setRuns(await call('runs.rename', { run: run.id, name: wanted }));
  });
  return (
    <>
      <div className="row tight">
        <TextInput
          data-run-name
          className="run-name-field"
          aria-label="Name of the run"
          aria-keyshortcuts="F2"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={rename.run}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename.run();
            if (event.key === 'Escape') setName(run.name);
          }}
        />
        <IconButton icon={Trash2} name={`Delete ${run.name}`} onClick={() => perform(deleteRun)} />
      </div>
      <Failure error={rename.error} />
    </>
  );
}

function RunSettings({ run, settings }: { run: RunSummary; settings: NonNullable<RunSummary['settings']> }) {
  const shown = trainFields.filter((field) => isShown(field, settings));
  return (
    <section className="section" aria-label="Settings">
      <h3>Settings</h3>
      <dl className="facts">
        {shown.map((field) => {
          const value =
            field.key === 'context'
              ? (toldContext(run) ?? settings.context)
              : settings[field.key as keyof typeof settings];
          const text =
            typeof value === 'number'
              ? formatSetting(value)
              : typeof value === 'boolean'
                ? value
                  ? 'on'
                  : 'off'
                : value;
          return <Fact key={field.key} name={field.label} value={field.unit ? `${text} ${field.unit}` : text} />;
        })}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
