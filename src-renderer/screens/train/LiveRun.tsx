import { CircleStop, RotateCw } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { JobRecord } from '../../../src-main/common/contract/jobs';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { perform } from '../../actions';
import { importPredictions } from '../../actions/importPredictions';
import { call } from '../../client';
import {
  isActive,
  isUnfinished,
  noEvents,
  noJobs,
  resumeTraining,
  trainingOf,
  useJobs,
  watchRun,
} from '../../state/jobs';
import { raise } from '../../state/notices';
import { useProject } from '../../state/project';
import { useShownRun } from '../../state/selection';
import { useTask } from '../../state/task';
import { useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatNumber, formatWait } from '../../ui/format';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { RunState } from '../../components/RunState';
import { lossCurves, validationCurves } from '../../../src-main/common/learningCurves';
import { LossChart, ValidationChart } from './RunCharts';

/** The chosen run while its job is only queued or just starting and nothing of it is on disk. */
function useWaitingRun(): string | undefined {
  const chosen = useView((state) => state.run);
  const runs = useProject((state) => state.runs);
  const job = useJobs((state) => trainingOf(state.jobs ?? noJobs, chosen ?? ''));
  const known = runs?.some((run) => run.id === chosen) ?? false;
  return chosen !== null && !known && job !== undefined && isActive(job) ? chosen : undefined;
}

export function LiveRun() {
  const run = useShownRun();
  const loading = useProject((state) => state.runs === undefined);
  const waiting = useWaitingRun();
  const id = run?.id;
  const events = useJobs((state) => (id === undefined ? undefined : state.events[id]));
  const job = useJobs((state) => trainingOf(state.jobs ?? noJobs, id ?? ''));
  useEffect(() => {
    if (id !== undefined) watchRun(id).catch((error: unknown) => raise('run-events', error));
  }, [id]);
  const losses = useMemo(() => lossCurves(events ?? noEvents, run?.settings ?? null), [events, run?.settings]);
  const validation = useMemo(() => validationCurves(events ?? noEvents), [events]);

  if (loading) return <Skeleton rows={5} what="Reading runs" />;
  if (waiting !== undefined)
    return <Empty heading={`${waiting} is in the queue`}>The curve begins with the first update.</Empty>;
  if (run === undefined) {
    return (
      <Empty
        heading="No runs yet"
        actions={<Button onClick={() => perform(importPredictions)}>Import predictions</Button>}
      >
        Train one, or import predictions. The curve begins with the first update.
      </Empty>
    );
  }
  const total = job?.progress?.unit === 'updates' && isActive(job) ? job.progress.total : run.stepsTotal;
  return (
    <>
      <LiveHead run={run} job={job} done={losses.last || run.stepsDone} total={total} />
      {run.origin === 'imported' ? (
        <Empty heading={`${run.name} was imported`}>It has predictions and no training to show.</Empty>
      ) : events === undefined ? (
        <Skeleton rows={5} what="Reading events" />
      ) : losses.last === 0 ? (
        <Empty heading="No updates yet">
          {job?.state === 'queued' ? 'It waits in the queue.' : 'The curve begins with the first update.'}
        </Empty>
      ) : (
        <div className="train-charts">
          <LossChart run={run} curves={losses} total={total} active={job !== undefined && isActive(job)} />
          {validation.names.length > 0 && <ValidationChart run={run} curves={validation} total={total} />}
        </div>
      )}
    </>
  );
}

interface LiveHeadProps {
  run: RunSummary;
  job: JobRecord | undefined;
  done: number;
  total: number;
}

function LiveHead({ run, job, done, total }: LiveHeadProps) {
  const cancel = useTask(async () => {
    if (job) await call('jobs.cancel', { id: job.id });
  });
  const resume = useTask(() => resumeTraining(run));
  const active = job !== undefined && isActive(job);
  const progress = job?.state === 'running' ? job.progress : null;
  const unfinished = !active && isUnfinished(run);
  return (
    <>
      <header className="panel-head tall">
        <h2 className="ellipsis">{run.name}</h2>
        <RunState run={run} job={job} />
        {total > 0 && (
          <span className="label ellipsis">
            {progress && progress.unit !== 'updates'
              ? progress.stage
              : `update ${formatNumber(done)} of ${formatNumber(total)}${progress?.item ? ` · ${progress.item}` : ''}`}
          </span>
        )}
        <span className="push" />
        {progress?.rate !== undefined && (
          <span className="mono label wide-only">
            {formatNumber(progress.rate, 1)} {progress.unit}/s
            {progress.secondsLeft !== undefined && ` · ${formatWait(progress.secondsLeft)} left`}
          </span>
        )}
        {active && (
          <Button icon={CircleStop} onClick={cancel.run} disabled={cancel.busy || job.state === 'stopping'}>
            {job.state === 'stopping' ? 'Stopping' : 'Cancel'}
          </Button>
        )}
        {unfinished && (
          <Button icon={RotateCw} onClick={resume.run} disabled={resume.busy}>
            Resume
          </Button>
        )}
      </header>
      <Failure error={cancel.error ?? resume.error} />
      {run.error && !active && <p className="run-error err">{run.error}</p>}
    </>
  );
}
