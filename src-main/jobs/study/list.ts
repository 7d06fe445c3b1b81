import type { StudySummary } from '../../common/contract/studies';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { readStudy, studyNames } from './files';
import { findRuns, isDone, planRuns } from './runs';

/** All studies and how far they are; one whose file is wrong is listed with the reason. */
export async function listStudies(store: ProjectStore): Promise<StudySummary[]> {
  return Promise.all((await studyNames(store.dir)).map((name) => summary(store, name)));
}

async function summary(store: ProjectStore, name: string): Promise<StudySummary> {
  try {
    const study = await readStudy(store.dir, name);
    const found = await findRuns(store, planRuns(name, study), study.split);
    const { title, about } = study;
    return { name, title, about, done: found.filter(isDone).length, total: found.length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, title: name, about: '', done: 0, total: 0, problem: error.message };
  }
}
