import { join } from 'node:path';
import type { ProjectStore } from '../data/project/store';
import { copyDemo } from '../jobs/demo/copyDemo';
import type { Session } from './session';

/**
 * Opens the user's copy of the demo, made from `resources/demo` the first time, and extracts its features in the
 * background if they are not there (they are not shipped).
 */
export async function openDemoProject(session: Session): Promise<ProjectStore> {
  const dir = join(session.services.userData, 'kitchen-demo');
  await copyDemo(join(session.services.resources, 'demo'), dir);
  const store = await session.open(dir);
  const [set] = await store.featureSets();
  if (!set)
    session
      .requireProject()
      .queue.start({ kind: 'extract', set: 'efficientnet-lite0', encoder: 'efficientnet-lite0', rate: 4 });
  return store;
}
