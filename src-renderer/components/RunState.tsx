import { Ban, CircleCheck, CircleDashed, CircleX, FileInput, type LucideIcon } from 'lucide-react';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { isActive } from '../state/jobs';
import { Spinner } from '../ui/status';

type Status = RunSummary['status'];

const icons: Record<Exclude<Status, 'training'>, [LucideIcon, string]> = {
  new: [CircleDashed, 'label'],
  trained: [CircleCheck, 'ok'],
  cancelled: [Ban, 'label'],
  failed: [CircleX, 'err'],
  imported: [FileInput, 'label'],
};

/** The run's state as an icon with its word for screen readers, for tables. */
export function RunIcon({ status }: { status: Status }) {
  if (status === 'training') return <Spinner />;
  const [Icon, className] = icons[status];
  return <Icon size={14} className={className} aria-label={status} />;
}

/** The run's state in a word, for heads; a job under way speaks first. */
export function RunState({ run, job }: { run: RunSummary; job?: JobRecord | undefined }) {
  const active = job !== undefined && isActive(job);
  const tone = active ? 'on' : ({ trained: 'ok', failed: 'err', cancelled: 'warn' }[run.status as string] ?? '');
  return (
    <span className={`state ${tone}`}>
      {active && job.state === 'running' ? <Spinner /> : <RunIcon status={active ? 'new' : run.status} />}
      {active ? job.state : run.status}
    </span>
  );
}
