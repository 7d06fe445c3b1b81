import { join, resolve } from 'node:path';
import { Project } from '../../common/domain/project';
import { emptyTaxonomy } from '../../common/domain/taxonomy';
import type { VideoList } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { writeFileAtomic } from './atomic';
import { checkRecord, readText, recordText } from './records';

export type NewProject = Pick<Project, 'name' | 'singleLabel'>;

/** Writes the records of a new project. @returns the absolute path of its folder. @throws as `createProject` does */
export async function writeNewProject(dir: string, { name, singleLabel }: NewProject): Promise<string> {
  const folder = resolve(dir);
  if ((await readText(join(folder, 'project.json'))) !== null) {
    throw new UserError('project-exists', `${folder} holds a project already.`, 'Open it, or choose another folder.');
  }
  const project: Project = {
    version: 1,
    name,
    singleLabel,
    splits: { train: [], val: [], test: [], source: '' },
    models: [],
    importedClasses: {},
    importedLanes: {},
  };
  checkRecord(Project, project, 'project.json');
  // project.json comes last: until it is there the folder is no project.
  await writeFileAtomic(join(folder, 'taxonomy.json'), recordText(emptyTaxonomy()));
  await writeFileAtomic(join(folder, 'videos.json'), recordText({ version: 1, videos: [] } satisfies VideoList));
  await writeFileAtomic(join(folder, 'project.json'), recordText(project));
  return folder;
}
