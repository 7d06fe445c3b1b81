/** Wires the program's events to the stores, once for the life of the page. */
import type { EventOf } from '../../src-main/common/contract';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import { call, on } from '../client';
import { mapGrew } from './embeddings';
import { isActive, jobChanged, runEvents, setJobs, useJobs } from './jobs';
import { classesChanged, labelsChanged, labelsTrouble } from './labels';
import { clearNotice, raise, say } from './notices';
import { labelsCounted, loadApplication, refresh, useProject } from './project';

/** @param onAction performs an action the shell asks for (menu, a folder dropped on the dock) */
export async function startSync(onAction: (event: EventOf<'app.action'>) => void): Promise<void> {
  on('job.changed', (job) => {
    if (endsAVideo(job)) reload('features');
    jobChanged(job);
    const ended = !isActive(job);
    if (ended || startsNewRun(job)) reload('runs');
    if (ended) reload('features');
  });
  on('run.events', ({ run, from, events }) => runEvents(run, from, events));
  on('labels.changed', labelsChanged);
  on('taxonomy.changed', classesChanged);
  on('labels.counted', labelsCounted);
  on('labels.replaced', ({ video }) => {
    say(`The labels of ${video} were changed by another program and are shown as they are now`);
    reload('annotations');
  });
  on('labels.trouble', labelsTrouble);
  on('embeddings.growing', mapGrew);
  on('app.action', onAction);
  on('project.changed', ({ what }) => {
    for (const one of what) reload(one);
  });
  await Promise.all([loadApplication(), call('jobs.list', {}).then(setJobs)]);
}

/** An extraction that went on to its next video: the one before has its features now. */
function endsAVideo({ id, input, progress }: JobRecord): boolean {
  const before = useJobs.getState().jobs?.find((job) => job.id === id)?.progress;
  return input.kind === 'extract' && before?.item !== undefined && progress !== null && progress.item !== before.item;
}

/** A training under way whose run the page has not seen yet. */
function startsNewRun({ input, progress }: JobRecord): boolean {
  const { runs } = useProject.getState();
  return input.kind === 'train' && progress !== null && runs !== undefined && !runs.some((run) => run.id === input.run);
}

function reload(what: EventOf<'project.changed'>['what'][number]): void {
  if (what === 'annotations') useProject.setState((s) => ({ annotationsRevision: s.annotationsRevision + 1 }));
  // Summaries of videos (segments, reviewed seconds, splits) are part of the project's state.
  const load = refresh[what === 'videos' || what === 'annotations' ? 'project' : what];
  const key = `reload-${what}`;
  load().then(
    () => clearNotice(key),
    (error: unknown) => raise(key, error),
  );
}
