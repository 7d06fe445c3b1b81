import { Ban, CircleCheck, CircleDashed, CircleX, Clock } from 'lucide-react';
import { rowSettings, type Study, type StudyRow, type StudyRun } from '../../../src-main/common/domain/study';
import { sentence } from '../../components/QueueList';
import { noJobs, useJobs } from '../../state/jobs';
import { jobsOf } from '../../state/studies';
import { trainFields } from '../../state/trainForm';
import { goTo, selectRun } from '../../state/view';
import { formatSetting, formatWait } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Spinner } from '../../ui/status';
import { doneOf } from './columns';

/** One row: the runs behind its cells, and the settings that make it what it is. */
export function RowPanel({ study, row }: { study: Study; row: StudyRow }) {
  return (
    <>
      <PanelHead title="Row" count={`${doneOf(row)} of ${row.runs.length} runs`} />
      <div className="scroll">
        <section className="section">
          <h3>{row.label}</h3>
          <ul className="study-runs">
            {row.runs.map((run) => (
              <RunOfRow key={run.seed} run={run} />
            ))}
          </ul>
        </section>
        <RowSettings study={study} label={row.label} />
      </div>
    </>
  );
}

function RunOfRow({ run }: { run: StudyRun }) {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const job = jobsOf(jobs, [run])[0];
  const open = () => {
    selectRun(run.run);
    goTo('runs');
  };
  const said = job ? sentence(job) : run.state === 'done' ? formatWait(run.seconds) : run.state;
  return (
    <li>
      <p className="row tight">
        <RunOfRowIcon run={run} job={job?.state} />
        {run.state === 'missing' ? (
          <span className="mono ellipsis label" data-tip={run.run}>
            {run.run}
          </span>
        ) : (
          <button type="button" className="link mono ellipsis" data-tip={run.run} onClick={open}>
            {run.run}
          </button>
        )}
        <span className="hint push">
          seed {run.seed}, {said}
        </span>
      </p>
      {run.problem !== undefined && !job && <p className="err">{run.problem}</p>}
    </li>
  );
}

function RunOfRowIcon({ run: { state }, job }: { run: StudyRun; job: string | undefined }) {
  if (job === 'queued') return <Clock size={14} className="label" aria-label="queued" />;
  if (job !== undefined) return <Spinner />;
  if (state === 'done') return <CircleCheck size={14} className="ok" aria-label="done" />;
  if (state === 'failed') return <CircleX size={14} className="err" aria-label="failed" />;
  if (state === 'unfinished') return <Ban size={14} className="label" aria-label="unfinished" />;
  return <CircleDashed size={14} className="label" aria-label="missing" />;
}

/** What the row sets, and what all rows have in common. */
function RowSettings({ study, label }: { study: Study; label: string }) {
  const row = study.rows.find((one) => one.label === label);
  if (!row) return null;
  const settings = rowSettings(study, row, study.seeds[0] ?? 0);
  const facts = (keys: readonly string[]) =>
    trainFields
      .filter(({ key }) => keys.includes(key))
      .map((field) => {
        const value = settings[field.key as keyof typeof settings];
        return (
          <div key={field.key}>
            <dt>{field.label}</dt>
            <dd>{typeof value === 'number' ? formatSetting(value) : String(value)}</dd>
          </div>
        );
      });
  const own = Object.keys(row.settings);
  const common = Object.keys(study.settings).filter((key) => !own.includes(key));
  return (
    <section className="section" aria-label="Settings">
      <h3>Settings {study.preset !== undefined && <span className="hint">over preset {study.preset}</span>}</h3>
      <dl className="facts">{facts(own)}</dl>
      {own.length === 0 && <p className="hint">Those of every row.</p>}
      {common.length > 0 && (
        <>
          <p className="hint">Every row</p>
          <dl className="facts">{facts(common)}</dl>
        </>
      )}
    </section>
  );
}
