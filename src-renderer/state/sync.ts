/** Wires the program's events to the stores, once for the life of the page. */
import type { EventOf } from '../../src-main/common/contract';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import { call, on } from '../client';
import { mapGrew } from './embeddings';
import { isActive, jobChanged, runEvents, setJobs, useJobs } from './jobs';
import { conflictsMayBeOthers, loadConflicts } from './conflicts';
import { labelsTrouble, saveAgain } from './history';
import { classesChanged, labelsChanged } from './labels';
import { clearNotice, raise, say } from './notices';
import { labelsCounted, loadApplication, type Opening, refresh, useProject } from './project';
import { useUnsaved } from './unsaved';

/** While edits wait in this window the disk is asked again so often. */
const askedAgainAfterMs = 5000;

/**
 * @param opening what the page asked first
 * @param onAction performs an action the shell asks for (menu, a folder dropped on the dock)
 */
export async function startSync(
  opening: Promise<Opening>,
  onAction: (event: EventOf<'app.action'>) => void,
): Promise<void> {
  on('job.changed', (job) => {
    if (endsAVideo(job)) reload('features');
    jobChanged(job);
    const ended = !isActive(job);
    if (ended || startsNewRun(job)) reload('runs');
    if (ended) reload('features');
  });
  on('run.events', ({ run, from, events }) => runEvents(run, from, events));
  on('labels.changed', (edit) => {
    labelsChanged(edit);
    conflictsMayBeOthers(edit.video);
  });
  on('taxonomy.changed', classesChanged);
  on('taxonomy.restored', ({ names }) => {
    const what = names.map((name) => `“${name}”`).join(', ');
    say(`Put back ${what}: another program has left it out, and labels are of it`);
  });
  on('labels.counted', labelsCounted);
  on('labels.replaced', ({ video }) => {
    say(`The labels of ${video} were changed by another program and are shown as they are now`);
    annotationsChanged();
    reload('counts');
  });
  on('labels.trouble', labelsTrouble);
  on('conflicts.changed', () => void loadConflicts());
  setInterval(() => {
    if (useUnsaved.getState().edits.length > 0) void saveAgain();
  }, askedAgainAfterMs);
  on('embeddings.growing', mapGrew);
  on('app.action', onAction);
  on('project.changed', ({ what }) => {
    if (what.includes('annotations')) annotationsChanged();
    for (const one of new Set(what.flatMap((part) => recordsOf[part]))) reload(one);
  });
  await Promise.all([loadApplication(opening), call('jobs.list', {}).then(setJobs)]);
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

/** Where what has changed is told. */
const recordsOf: Record<EventOf<'project.changed'>['what'][number], readonly (keyof typeof refresh)[]> = {
  project: ['project'],
  videos: ['project', 'counts'],
  annotations: ['counts'],
  features: ['features'],
  models: ['models'],
  runs: ['runs'],
};

const annotationsChanged = () =>
  useProject.setState(({ annotationsRevision }) => ({ annotationsRevision: annotationsRevision + 1 }));

function reload(what: keyof typeof refresh): void {
  const key = `reload-${what}`;
  refresh[what]().then(
    () => clearNotice(key),
    (error: unknown) => raise(key, error),
  );
}
