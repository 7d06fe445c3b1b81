/** Studies as the program last told them, and what can be done with the one that is shown. */
import { create } from 'zustand';
import type { InputOf } from '../../src-main/common/contract';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import type { StudySummary } from '../../src-main/common/contract/studies';
import type { StudyTable } from '../../src-main/common/domain/study';
import { call } from '../client';
import { formatCount } from '../ui/format';
import { isActive, noJobs, runOf, setJobs, useJobs } from './jobs';
import { say } from './notices';
import { whenOpened } from './project';
import { saveFile } from './save';
import { useView } from './view';

interface Studies {
  /** Undefined before the first answer. */
  list: StudySummary[] | undefined;
  /** Tables by study, as far as they were looked at. */
  tables: Readonly<Record<string, StudyTable>>;
}

export const useStudies = create<Studies>(() => ({ list: undefined, tables: {} }));
whenOpened(() => useStudies.setState({ list: undefined, tables: {} }));

/** The chosen study, else the first. */
function studyShown(list: readonly StudySummary[] | undefined, chosen: string | null): StudySummary | undefined {
  return list?.find(({ name }) => name === chosen) ?? list?.[0];
}

export const openStudy = (): StudySummary | undefined =>
  studyShown(useStudies.getState().list, useView.getState().study);

/** See `openStudy`. */
export function useShownStudy(): StudySummary | undefined {
  const list = useStudies((state) => state.list);
  const chosen = useView((state) => state.study);
  return studyShown(list, chosen);
}

/** Asks again for the list and for the table of the study that is shown. */
export async function loadStudies(): Promise<void> {
  const list = await call('studies.list', {});
  useStudies.setState({ list });
  const shown = openStudy();
  if (!shown || shown.problem !== undefined) return;
  const table = await call('studies.table', { study: shown.name });
  useStudies.setState(({ tables }) => ({ tables: { ...tables, [shown.name]: table } }));
}

/** Jobs under way or waiting that train or read one of these runs. */
export function jobsOf(jobs: readonly JobRecord[], runs: readonly { run: string }[]): JobRecord[] {
  const ids = new Set(runs.map(({ run }) => run));
  return jobs.filter((job) => isActive(job) && ids.has(runOf(job) ?? ''));
}

/** Jobs of a study, as far as its table is known. */
export function studyJobs(name: string): JobRecord[] {
  const rows = useStudies.getState().tables[name]?.rows ?? [];
  return jobsOf(
    useJobs.getState().jobs ?? noJobs,
    rows.flatMap(({ runs }) => runs),
  );
}

/** Queues what is left of a study. */
export async function queueStudy(name: string): Promise<void> {
  const jobs = await call('studies.queue', { study: name });
  // Failed jobs of earlier tries are gone.
  setJobs(await call('jobs.list', {}));
  say(
    jobs.length === 0 ? `Nothing of ${name} is left to queue` : `${formatCount(jobs.length, 'job')} of ${name} queued`,
  );
}

export async function stopStudy(name: string): Promise<void> {
  const jobs = await call('studies.stop', { study: name });
  say(`${formatCount(jobs.length, 'job')} of ${name} stopped`);
}

/** Saves the table as a file. */
export async function exportStudy(name: string, format: InputOf<'studies.export'>['format']): Promise<void> {
  const { file, text } = await call('studies.export', { study: name, format });
  await saveFile(file, new Blob([text], { type: 'text/plain' }));
}
