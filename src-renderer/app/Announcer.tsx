import { useEffect, useRef, useState } from 'react';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import { isActive, noJobs, shareDone, useJobs } from '../state/jobs';
import { say } from '../state/notices';

/** How far a job is, in words that change at its start, each quarter, and its end. */
export function quarterSentence(job: JobRecord): string {
  if (job.state === 'queued') return '';
  if (job.state !== 'running') return `${job.title}: ${job.state}`;
  const quarter = Math.floor(shareDone(job) * 4) * 25;
  return quarter === 0 ? `${job.title} started` : `${job.title}: ${quarter} %`;
}

/** Speaks of jobs to screen readers; their ends also stand in the status line. */
export function Announcer() {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const said = useRef(new Map<string, string>());
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    for (const job of jobs) {
      const sentence = quarterSentence(job);
      if (sentence === '' || said.current.get(job.id) === sentence) continue;
      said.current.set(job.id, sentence);
      setSpoken(sentence);
      if (!isActive(job)) say(sentence);
    }
  }, [jobs]);
  return (
    <div className="hidden-visually" role="status" aria-live="polite">
      {spoken}
    </div>
  );
}
