import { CircleStop } from 'lucide-react';
import { call } from '../client';
import { leadingJob, noJobs, useJobs } from '../state/jobs';
import type { Action } from './action';

const leading = () => leadingJob(useJobs.getState().jobs ?? noJobs);

export const cancelJob: Action = {
  id: 'train.cancel',
  label: 'Cancel the running job',
  group: 'Train',
  icon: CircleStop,
  when: () => leading() !== undefined,
  perform: async () => {
    const job = leading();
    if (job) await call('jobs.cancel', { id: job.id });
  },
};
