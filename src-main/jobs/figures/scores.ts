import type { PanelSettings } from '../../common/domain/panelSettings';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { type RunScoreName, runScores } from '../../common/domain/statistics';
import { evidence, isThin, thinNote } from '../../common/domain/evidence';
import type { PanelData } from '../../common/figures/panelData';
import { statisticsReport } from '../analysis/statistics';
import type { Gathering } from './gathering';

const chosen: Record<PanelSettings<'scores'>['scores'], readonly RunScoreName[]> = {
  both: ['segmentF1', 'pointF1'],
  'S-F1': ['segmentF1'],
  'P-F1': ['pointF1'],
  mAP: ['meanAveragePrecision'],
};

/**
 * Scores of runs, each over its own videos, with the interval of a bootstrap over them; of runs that
 * classify clips top-1 accuracy.
 */
export async function scores(
  settings: PanelSettings<'scores'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const { split, intervals, style } = settings;
  const report = await statisticsReport(store, { runs: runs.map(({ id }) => id), split, baseline: null });
  if (report.runs.length === 0) return { kind: 'empty', sentence: `None of the runs can be scored on ${split}.` };
  const ofClips = !runs.some(classifiesSteps);
  const names: readonly RunScoreName[] = ofClips ? ['topOne'] : chosen[settings.scores];
  if (report.runs.every((run) => names.every((name) => run.scores[name] === null))) {
    return { kind: 'empty', sentence: `These scores are not defined on ${split}: there is nothing that they count.` };
  }
  const videos = Math.min(...report.runs.map((run) => run.videos.length));
  return {
    kind: 'intervals',
    title: '%',
    series: names.map((name) => runScores[name].title),
    groups: report.runs.map((one) => ({
      name: runs.find(({ id }) => id === one.run)?.name ?? one.run,
      values: names.map((name) => {
        const score = one.scores[name];
        return score && (intervals ? score : { ...score, low: null, high: null });
      }),
    })),
    digits: 1,
    style,
    thin: isThin(videos),
    note: intervals ? `Intervals: ${evidence(videos)}.` : thinNote(videos),
  };
}
