import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import type { PanelData } from '../../common/figures/panelData';
import type { ProjectStore } from '../../data/project/store';
import { listRuns } from '../runFolder';
import { learningCurves } from './learningCurves';
import { scores } from './scores';
import { scoreTable } from './scoreTable';
import { studyPanel } from './studyPanel';
import { timeline } from './timeline';

/** What panels are gathered from, and where they put the pictures that they show. */
export interface Gathering {
  store: ProjectStore;
  /** All runs of the project, oldest first. */
  runs: readonly Run[];
  /** JPEG files by the key that marks refer to. */
  images: Map<string, Uint8Array>;
}

export async function beginGathering(store: ProjectStore): Promise<Gathering> {
  return { store, runs: await listRuns(store.dir, () => undefined), images: new Map() };
}

/** The numbers and names that a panel shows. Where there are none, a sentence says why. */
export async function gatherPanel(panel: Panel, gathering: Gathering): Promise<PanelData> {
  const runs = chosenRuns(panel, gathering.runs);
  const missing = panel.runs.filter((id) => !gathering.runs.some((run) => run.id === id));
  if (missing.length > 0) return { kind: 'empty', sentence: `Missing run ${missing.join(', ')}.` };
  switch (panel.kind) {
    case 'timeline':
      return timeline(panel.settings, runs, gathering);
    case 'scores':
      return scores(panel.settings, runs, gathering);
    case 'curves':
      return learningCurves(panel.settings, runs, gathering);
    case 'table':
      return scoreTable(panel.settings, runs, gathering);
    case 'study':
      return studyPanel(panel.settings, gathering);
  }
}

/** The panel's runs in its order; all of the project where it names none. */
function chosenRuns({ runs: ids }: Panel, all: readonly Run[]): Run[] {
  return ids.length === 0 ? [...all] : ids.flatMap((id) => all.find((run) => run.id === id) ?? []);
}
