import type { ConfusedPair, ConfusedPairs } from '../../common/domain/confusions';
import type { Panel } from '../../common/domain/figure';
import type { Run } from '../../common/domain/run';
import { isThin, thinNote } from '../../common/domain/evidence';
import { numberText } from '../../common/figures/axis';
import type { PanelData } from '../../common/figures/panelData';
import { confusedPairsReport } from '../analysis/confusedPairs';
import { pairFilter } from './filters';
import type { Gathering } from './gathering';

/** The most confused pairs of the first run, and how often the others confuse them. */
export async function pairs(
  panel: Extract<Panel, { kind: 'pairs' }>,
  runs: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  const { split, show, most } = panel.settings;
  const [first] = runs;
  if (!first) return { kind: 'empty', sentence: 'No run is chosen.' };
  const reports: ConfusedPairs[] = [];
  for (const { id } of runs) reports.push(await confusedPairsReport(gathering.store, { run: id, split }));
  const { pairs: all, tasks, videos, unit } = reports[0]!;
  const passes = pairFilter(panel, gathering, tasks);
  const shown = all.filter(({ truth, predicted }) => passes(truth, predicted)).slice(0, most);
  if (shown.length === 0) return { kind: 'empty', sentence: `${first.name} takes none of these classes for another.` };
  const names = new Map(gathering.store.taxonomy.classes.map(({ id, name }) => [id, name]));
  const nameOf = (id: number) => tasks?.[id] ?? names.get(id) ?? `class ${id}`;
  const sharesOf = ({ truth, predicted }: ConfusedPair) =>
    reports.map((report) => {
      const idOf = (id: number) => (report.tasks && tasks ? report.tasks.indexOf(tasks[id] ?? '') : id);
      const own = report.pairs.find((pair) => pair.truth === idOf(truth) && pair.predicted === idOf(predicted));
      return 100 * (own?.share ?? 0);
    });
  const few = isThin(videos.length) ? [thinNote(videos.length)] : [];
  if (show === 'table') {
    return {
      kind: 'table',
      head: [
        'Truth',
        'Predicted',
        unit === 'step' ? 'Steps' : 'Clips',
        ...runs.map(({ name }) => (runs.length === 1 ? 'Share, %' : `${name}, %`)),
      ],
      rows: shown.map((pair) => [
        nameOf(pair.truth),
        nameOf(pair.predicted),
        numberText(pair.steps, 0),
        ...sharesOf(pair).map((share) => numberText(share, 1)),
      ]),
      notes: few,
    };
  }
  return {
    kind: 'intervals',
    title: `% of the true ${tasks ? 'task' : 'class'}’s ${unit}s`,
    series: runs.map(({ name }) => name),
    groups: shown.map((pair) => ({
      name: `${nameOf(pair.truth)} → ${nameOf(pair.predicted)}`,
      values: sharesOf(pair).map((value) => ({ value, low: null, high: null })),
    })),
    digits: 1,
    style: 'bars',
    thin: isThin(videos.length),
    note: ['Truth → predicted.', ...few].join(' '),
  };
}
