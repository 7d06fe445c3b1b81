import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { PanelData } from '../../common/figures/panelData';
import { confusion } from './confusion';
import { embedding } from './embedding';
import { entropy } from './entropy';
import { errors } from './errors';
import type { Gathering } from './gathering';
import { overlap } from './overlap';
import { pairs } from './pairs';
import { sensitivityOfRuns } from './sensitivity';
import { learningCurves } from './learningCurves';
import { scores } from './scores';
import { scoreTable } from './scoreTable';
import { statisticCurves } from './statisticCurves';
import { studyPanel } from './studyPanel';
import { timeline } from './timeline';

/** The numbers and names that a panel shows. Where there are none, a sentence says why. */
export async function gatherPanel(panel: Panel, gathering: Gathering): Promise<PanelData> {
  const runs = chosenRuns(panel, gathering.runs);
  const missing = panel.runs.filter((id) => !gathering.runs.some((run) => run.id === id));
  if (missing.length > 0) return { kind: 'empty', sentence: `Missing run ${missing.join(', ')}.` };
  try {
    return await gatherFrom(panel, runs, gathering);
  } catch (error) {
    // What is missing in the project is said in the panel's place, beside the panels that can be drawn.
    if (error instanceof UserError) return { kind: 'empty', sentence: error.message };
    throw error;
  }
}

async function gatherFrom(panel: Panel, runs: readonly Run[], gathering: Gathering): Promise<PanelData> {
  switch (panel.kind) {
    case 'timeline':
      return timeline(panel, runs, gathering);
    case 'scores':
      return scores(panel.settings, runs, gathering);
    case 'curves':
      return learningCurves(panel.settings, runs, gathering);
    case 'statistics':
      return statisticCurves(panel.settings, runs, gathering);
    case 'sensitivity':
      return sensitivityOfRuns(panel, runs, gathering);
    case 'pairs':
      return pairs(panel, runs, gathering);
    case 'overlap':
      return overlap(panel, runs, gathering);
    case 'confusion':
      return confusion(panel, runs, gathering);
    case 'errors':
      return errors(panel, runs, gathering);
    case 'entropy':
      return entropy(panel, runs, gathering);
    case 'embedding':
      return embedding(panel, runs, gathering);
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
