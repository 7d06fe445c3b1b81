import type { StudySummary } from '../../common/contract/studies';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { listRuns } from '../runFolder';
import { readStudy, studyNames } from './files';
import { findRuns, isDone, planRuns } from './runs';

/** All studies and how far they are; one whose file is wrong is listed with the reason. */
export async function listStudies(store: ProjectStore): Promise<StudySummary[]> {
  const runs = await listRuns(store.dir, () => undefined);
  return Promise.all((await studyNames(store.dir)).map((name) => summary(store, name, runs)));
}

async function summary(store: ProjectStore, name: string, runs: readonly Run[]): Promise<StudySummary> {
  try {
    const study = await readStudy(store.dir, name);
    const found = await findRuns(store, planRuns(name, study), study.split, runs);
    const { title, about } = study;
    return { name, title, about, done: found.filter(isDone).length, total: found.length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, title: name, about: '', done: 0, total: 0, problem: error.message };
  }
}
