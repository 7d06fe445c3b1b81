import { ListChecks, TriangleAlert } from 'lucide-react';
import { QueueList } from '../components/QueueList';
import { leadingJob, noJobs, shareDone, useJobs } from '../state/jobs';
import { Popover } from '../ui/Popover';
import { Spinner } from '../ui/status';

/** What the program works on, from every screen; opens the queue. */
export function JobPill() {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const lead = leadingJob(jobs);
  const failed = jobs.filter((job) => job.state === 'failed').length;
  return (
    <Popover
      name="Jobs"
      className={`job-pill ${lead ? 'busy' : ''} ${!lead && failed ? 'failed' : ''}`}
      button={
        lead ? (
          <>
            <Spinner size={16} />
            <span className="ellipsis">{lead.title}</span>
            <span className="label">{Math.round(shareDone(lead) * 100)}%</span>
            <span className="bar" style={{ width: `${shareDone(lead) * 100}%` }} />
          </>
        ) : failed > 0 ? (
          <>
            <TriangleAlert size={16} aria-hidden />
            <span>{failed} failed</span>
          </>
        ) : (
          <>
            <ListChecks size={16} aria-hidden />
            <span>No jobs</span>
          </>
        )
      }
    >
      <div className="job-popover">
        <QueueList />
      </div>
    </Popover>
  );
}
