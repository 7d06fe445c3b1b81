import { videoDraws } from '../../analysis/bootstrap';
import { sensitivity } from '../../analysis/diagnosis/sensitivity';
import { type Sensitivity, verdicts } from '../../common/domain/diagnosis';
import type { Panel } from '../../common/domain/figure';
import { traits } from '../../common/domain/panelSettings';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { evidence, isThin, thinNote } from '../../common/domain/evidence';
import type { PanelData } from '../../common/figures/panelData';
import { diagnoseRun } from '../diagnosis/diagnose';
import { thresholdsFrom } from './errors';
import { classFilter } from './filters';
import type { Gathering } from './gathering';

/** Which share of the true segments runs find, or lose in one way, by a trait of the segments (DETAD, section 5). */
export async function sensitivityOfRuns(
  panel: Extract<Panel, { kind: 'sensitivity' }>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const judged = runs.filter(classifiesSteps);
  if (judged.length === 0) return { kind: 'empty', sentence: 'No run with segments is chosen.' };
  const { split, trait, verdict } = panel.settings;
  const { signal } = new AbortController();
  const passes = classFilter(panel, { store });
  const found: Sensitivity['groups'][] = [];
  let videos = Infinity;
  for (const { id: run } of judged) {
    const request = { run, split, against: null, sharedOnly: false, thresholds: thresholdsFrom(panel.settings) };
    const { report, facts, filmed } = await diagnoseRun(store, request, { signal });
    videos = Math.min(videos, report.videos);
    const traitsOf = sensitivity(
      facts.filter(({ classId }) => passes(classId)),
      filmed,
      videoDraws(report.videos),
    );
    found.push(traitsOf[traits.indexOf(trait)]?.groups ?? []);
  }
  const first = found[0] ?? [];
  if (first.length === 0) return { kind: 'empty', sentence: `No true segment is of these classes on ${split}.` };
  const at = verdicts.indexOf(verdict);
  const hasIntervals = found.some((groups) => groups.some(({ shares }) => shares[at]));
  return {
    kind: 'intervals',
    title: verdict === 'correct' ? '% of true segments found' : `% of true segments that are ${verdict}`,
    series: judged.map(({ name }) => name),
    groups: first.map(({ name, truths }) => ({
      name: `${name} (${truths})`,
      values: found.map((groups) => {
        const own = groups.find((group) => group.name === name);
        const alone = own && { value: (100 * (own.verdicts[at] ?? 0)) / own.truths, low: null, high: null };
        return own?.shares[at] ?? alone ?? null;
      }),
    })),
    digits: 1,
    style: 'bars',
    thin: isThin(videos),
    note: `In brackets: true segments. ${hasIntervals ? `Intervals: ${evidence(videos)}.` : thinNote(videos)}`.trim(),
  };
}
