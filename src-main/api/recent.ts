import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '../common/contract/app';
import { writeFileAtomic } from '../data/project/atomic';
import { readText, recordText } from '../data/project/records';

const RecentFile = z.object({
  version: z.literal(1),
  projects: z.array(z.object({ path: z.string(), name: z.string(), opened: z.string() })),
});
const kept = 20;

/** Projects opened lately, newest first, in the user's own folder. A file that cannot be read counts as empty. */
export class RecentProjects {
  private readonly file: string;

  constructor(userData: string) {
    this.file = join(userData, 'recent.json');
  }

  async list(): Promise<RecentProject[]> {
    const projects = await this.read();
    return Promise.all(
      projects.map(async (project) => ({
        ...project,
        missing: (await stat(join(project.path, 'project.json')).catch(() => null)) === null,
      })),
    );
  }

  /** Puts a project first. Not being able to remember it is no reason to fail opening it. */
  async add(path: string, name: string): Promise<void> {
    const others = (await this.read()).filter((project) => project.path !== path);
    const projects = [{ path, name, opened: new Date().toISOString() }, ...others].slice(0, kept);
    await writeFileAtomic(this.file, recordText({ version: 1, projects })).catch(() => undefined);
  }

  /** Takes a project off the list. */
  async forget(path: string): Promise<void> {
    const projects = (await this.read()).filter((project) => project.path !== path);
    await writeFileAtomic(this.file, recordText({ version: 1, projects }));
  }

  private async read() {
    const text = await readText(this.file).catch(() => null);
    if (text === null) return [];
    try {
      return RecentFile.parse(JSON.parse(text)).projects;
    } catch {
      return [];
    }
  }
}
