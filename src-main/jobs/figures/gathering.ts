import type { Run } from '../../common/domain/run';
import type { ProjectStore } from '../../data/project/store';
import { listRuns } from '../runFolder';

/** What panels are gathered from, and where they put the pictures that they show. */
export interface Gathering {
  store: ProjectStore;
  /** All runs of the project, oldest first. */
  runs: readonly Run[];
  /** JPEG files by the key that marks refer to. */
  images: Map<string, Uint8Array>;
}

/** What the panels of one figure share while their data are read. */
export async function beginGathering(store: ProjectStore): Promise<Gathering> {
  return { store, runs: await listRuns(store.dir, () => undefined), images: new Map() };
}
