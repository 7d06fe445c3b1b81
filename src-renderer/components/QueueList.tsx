import { Ban, CircleCheck, CircleStop, CircleX, Clock, RotateCw, X } from 'lucide-react';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import { call } from '../client';
import { isActive, noJobs, resumeJob, setJobs, shareDone, useJobs } from '../state/jobs';
import { useTask } from '../state/task';
import { Button, IconButton } from '../ui/Button';
import { formatProgress, formatWait } from '../ui/format';
import { PanelHead } from '../ui/Region';
import { CopyButton, Failure, Progress, Spinner } from '../ui/status';

/** Jobs in the order they run; failed ones stay until they are resumed or dismissed. */
export function QueueList() {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const active = jobs.filter(isActive);
  const ended = jobs.filter((job) => !isActive(job)).reverse();
  const clear = useTask(async () => {
    for (const { id } of ended) setJobs(await call('jobs.dismiss', { id }));
  });
  return (
    <>
      <PanelHead title="Queue" count={active.length}>
        {ended.length > 0 && (
          <Button kind="quiet" className="push" onClick={clear.run} disabled={clear.busy}>
            Clear ended
          </Button>
        )}
      </PanelHead>
      <Failure error={clear.error} />
      <ul className="scroll queue">
        {[...active, ...ended].map((job) => (
          <QueueItem key={job.id} job={job} />
        ))}
        {jobs.length === 0 && <li className="hint">Nothing runs and nothing waits.</li>}
      </ul>
    </>
  );
}

function QueueItem({ job }: { job: JobRecord }) {
  const cancel = useTask(async () => void (await call('jobs.cancel', { id: job.id })));
  const resume = useTask(() => resumeJob(job.id));
  const dismiss = useTask(async () => setJobs(await call('jobs.dismiss', { id: job.id })));
  return (
    <li className={`job ${job.state}`}>
      <JobIcon job={job} />
      <div>
        <strong>{job.title}</strong>
        <p className="label">{sentence(job)}</p>
        {job.state === 'running' && (
          <>
            <p className="hint">{job.progress ? formatProgress(job.progress) : ' '}</p>
            <Progress value={shareDone(job)} label={job.title} />
          </>
        )}
        {job.error && <p className="label">{job.error.tip}</p>}
        {!isActive(job) && (job.resumable || job.error?.report) && (
          <div className="row wrap">
            {job.resumable && (
              <Button icon={RotateCw} onClick={resume.run} disabled={resume.busy}>
                Resume
              </Button>
            )}
            {job.error?.report && <CopyButton text={job.error.report}>Copy report</CopyButton>}
          </div>
        )}
        <Failure error={cancel.error ?? resume.error ?? dismiss.error} />
      </div>
      {isActive(job) ? (
        <IconButton
          icon={CircleStop}
          name={`Cancel ${job.title}`}
          onClick={cancel.run}
          disabled={job.state === 'stopping'}
        />
      ) : (
        <IconButton icon={X} name={`Dismiss ${job.title}`} onClick={dismiss.run} />
      )}
    </li>
  );
}

function JobIcon({ job }: { job: JobRecord }) {
  switch (job.state) {
    case 'running':
    case 'stopping':
      return <Spinner size={16} />;
    case 'queued':
      return <Clock size={16} className="label" aria-hidden />;
    case 'done':
      return <CircleCheck size={16} className="ok" aria-hidden />;
    case 'failed':
      return <CircleX size={16} className="err" aria-hidden />;
    case 'cancelled':
      return <Ban size={16} className="label" aria-hidden />;
  }
}

/** One line on how a job stands. */
export function sentence(job: JobRecord): string {
  const { progress } = job;
  if (job.error) return job.error.message;
  if (job.state === 'queued') return 'waits';
  if (job.state === 'stopping') return 'stopping';
  if (job.state !== 'running') return job.state;
  if (!progress) return 'starting';
  const left = progress.secondsLeft === undefined ? '' : `, ${formatWait(progress.secondsLeft)} left`;
  return `${Math.round(shareDone(job) * 100)} %${left}`;
}
