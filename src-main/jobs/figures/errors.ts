import {
  DiagnosisThresholds,
  type ErrorEvents,
  type ErrorKind,
  errorKinds,
  verdicts,
} from '../../common/domain/diagnosis';
import type { Panel } from '../../common/domain/figure';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { evidence, isThin, thinNote } from '../../common/domain/evidence';
import type { PanelData } from '../../common/figures/panelData';
import type { Interval } from '../../common/figures/panelData';
import { diagnoseRun } from '../diagnosis/diagnose';
import { pairFilter } from './filters';
import type { Gathering } from './gathering';

type ErrorsPanel = Extract<Panel, { kind: 'errors' }>;

/** Errors of runs by kind: how many there are, or what each kind costs. */
export async function errors(panel: ErrorsPanel, runs: readonly Run[], gathering: Gathering): Promise<PanelData> {
  const { split, value } = panel.settings;
  const judged = runs.filter(classifiesSteps);
  if (judged.length === 0) return { kind: 'empty', sentence: 'No run with segments is chosen.' };
  const { signal } = new AbortController();
  const thresholds = thresholdsFrom(panel.settings);
  const kinds = errorKinds.filter((kind) => panel.kinds.length === 0 || panel.kinds.includes(kind));
  const series: ReadonlyMap<ErrorKind, Interval | null>[] = [];
  let videos = Infinity;
  for (const { id: run } of judged) {
    const request = { run, split, against: null, sharedOnly: false, thresholds };
    const { report, events } = await diagnoseRun(gathering.store, request, { signal });
    videos = Math.min(videos, report.videos);
    series.push(
      value === 'costs'
        ? new Map(report.kinds.map(({ kind, costs }) => [kind, costs[0] ?? null]))
        : countKinds(events, panel, gathering, kinds),
    );
  }
  // Of chosen videos nothing is concluded; costs are of all.
  const thin = (value === 'costs' || panel.videos.length === 0) && isThin(videos);
  return {
    kind: 'intervals',
    title: value === 'costs' ? 'points of S-F1 gained without this kind' : 'errors',
    series: judged.map(({ name }) => name),
    groups: kinds.map((kind) => ({
      name: kind,
      values: series.map((values) => values.get(kind) ?? null),
    })),
    digits: value === 'costs' ? 1 : 0,
    style: 'bars',
    thin,
    note: [
      ...(value === 'costs' && isNarrowed(panel) ? ['Costs are of all segments.'] : []),
      ...(value === 'costs' ? [`Intervals: ${evidence(videos)}.`] : thin ? [thinNote(videos)] : []),
    ].join(' '),
  };
}

/** From which overlap on segments count, where the panel says when they are right. */
export const thresholdsFrom = ({ correct }: { correct: number }): DiagnosisThresholds =>
  DiagnosisThresholds.parse({ correct, overlap: Math.min(0.1, correct) });

const isNarrowed = ({ verbs, nouns, classes, predicted, videos, settings: { shortest, longest } }: ErrorsPanel) =>
  verbs.length + nouns.length + classes.length + predicted.length + videos.length > 0 || shortest > 0 || longest > 0;

/** Events of each kind that the panel's filters let through; lengths as in the list of errors. */
function countKinds(
  events: ErrorEvents,
  panel: ErrorsPanel,
  gathering: Gathering,
  kinds: readonly ErrorKind[],
): Map<ErrorKind, Interval> {
  const { rate, kind, truthStart, truthEnd, truthClass, predictedStart, predictedEnd, predictedClass } = events;
  const { shortest, longest } = panel.settings;
  const passes = pairFilter(panel, gathering);
  const nothing = gathering.store.taxonomy.classes.find(({ background }) => background)?.id ?? -1;
  const classOf = (id: number | undefined) => (id === undefined || id < 0 ? nothing : id);
  const counts = new Map<ErrorKind, number>();
  kind.forEach((verdict, i) => {
    const name = verdicts[verdict] as ErrorKind;
    const video = events.videos[events.video[i] as number] as string;
    if (panel.videos.length > 0 && !panel.videos.includes(video)) return;
    if (!passes(classOf(truthClass[i]), classOf(predictedClass[i]))) return;
    const predicted = (predictedStart[i] as number) >= 0;
    const [start, end] = predicted ? [predictedStart[i], predictedEnd[i]] : [truthStart[i], truthEnd[i]];
    const seconds = ((end as number) - (start as number)) / rate;
    if (seconds < shortest || (longest > 0 && seconds >= longest)) return;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return new Map(kinds.map((name) => [name, { value: counts.get(name) ?? 0, low: null, high: null }]));
}
