import { type SimilarityMeasure, similarityNames } from '../../common/domain/confusions';
import { evidence } from '../../common/domain/evidence';
import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import type { OverlapData, PanelData } from '../../common/figures/panelData';
import { confusedPairsReport, overlapCorrelations } from '../analysis/confusedPairs';
import { pairFilter, tasksOfRuns } from './filters';
import type { Gathering } from './gathering';

type OverlapPanel = Extract<Panel, { kind: 'overlap' }>;

/** Whether runs confuse classes the more, the more alike their labels are (GAD paper, section 3). */
export async function overlap(panel: OverlapPanel, runs: readonly Run[], gathering: Gathering): Promise<PanelData> {
  const [first] = runs;
  if (!first) return { kind: 'empty', sentence: 'No run is chosen.' };
  const { measure } = panel.settings;
  const shown: RunOverlap[] = [];
  for (const run of runs) {
    const found = await overlapOf(run, panel, gathering, tasksOfRuns(runs));
    if (!found) return { kind: 'empty', sentence: `The decoder that embeds the labels of ${run.name} is not there.` };
    shown.push(found);
  }
  if (shown.every(({ pairs }) => pairs.length === 0)) {
    return { kind: 'empty', sentence: `${first.name} takes none of these classes for another.` };
  }
  const videos = Math.min(...shown.map((one) => one.videos));
  return {
    kind: 'overlap',
    xTitle: xTitles[measure],
    yTitle: `% of the true class’s ${shown[0]?.unit ?? 'step'}s`,
    runs: shown.map(({ name, pairs, correlation }) => ({ name, pairs, correlation })),
    note: noteOf(shown, videos),
  };
}

const xTitles: Record<SimilarityMeasure, string> = {
  subwords: `${similarityNames.subwords}, share of all of both labels`,
  letters: `likeness of letters, 1 − ${similarityNames.letters} / longer label`,
  embedding: 'cosine of the labels’ embeddings',
};

type RunOverlap = OverlapData['runs'][number] & { possible: number; videos: number; unit: string; cut: boolean };

/** Null where the labels have no likeness of this kind. */
async function overlapOf(
  { id: run, name }: Run,
  panel: OverlapPanel,
  gathering: Gathering,
  tasks: readonly string[] | undefined,
): Promise<RunOverlap | null> {
  const { split, measure } = panel.settings;
  const told = await overlapCorrelations(gathering.store, { run, split });
  const correlation = told.correlations.find((one) => one.measure === measure);
  if (!correlation) return null;
  const report = await confusedPairsReport(gathering.store, { run, split });
  const names = new Map(gathering.store.taxonomy.classes.map((entry) => [entry.id, entry.name]));
  const nameOf = (id: number) => report.tasks?.[id] ?? names.get(id) ?? `class ${id}`;
  const idOf = (id: number) => tasks?.indexOf(nameOf(id)) ?? id;
  const passes = pairFilter(panel, gathering, tasks);
  const pairs = report.pairs
    .filter(({ truth, predicted }) => passes(idOf(truth), idOf(predicted)))
    .map(({ truth, predicted, similarity, share }) => ({
      truth: nameOf(truth),
      predicted: nameOf(predicted),
      likeness: similarity[measure] ?? 0,
      share: 100 * share,
    }));
  return {
    name,
    pairs,
    correlation: correlation.interval,
    possible: told.possible,
    videos: told.videos.length,
    unit: told.unit,
    cut: report.pairs.length < report.confused,
  };
}

function noteOf(shown: readonly RunOverlap[], videos: number): string {
  const possible = [...new Set(shown.map((one) => one.possible))].join(' and ');
  return [
    `Spearman’s rank correlation over all ${possible} pairs of classes, those never confused among them;`,
    `${evidence(videos)}.`,
    ...(shown.length > 1 ? ['Runs stand side by side.'] : []),
    ...(shown.some(({ cut }) => cut) ? ['The most confused pairs are drawn.'] : []),
  ].join(' ');
}
