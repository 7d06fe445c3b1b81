/** Wires the program's events to the stores, once for the life of the page. */
import type { EventOf } from '../../src-main/common/contract';
import { call, on } from '../client';
import { jobChanged, runEvents, setJobs } from './jobs';
import { clearNotice, raise } from './notices';
import { loadApplication, refresh, useProject } from './project';

/** @param onAction performs an action the shell asks for (menu, a folder dropped on the dock) */
export async function startSync(onAction: (event: EventOf<'app.action'>) => void): Promise<void> {
  on('job.changed', jobChanged);
  on('run.events', ({ run, from, events }) => runEvents(run, from, events));
  on('app.action', onAction);
  on('project.changed', ({ what }) => {
    for (const one of what) reload(one);
  });
  await Promise.all([loadApplication(), call('jobs.list', {}).then(setJobs)]);
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
