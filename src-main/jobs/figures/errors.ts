import { type ErrorEvents, DiagnosisThresholds, errorKinds, verdicts } from '../../common/domain/diagnosis';
import type { Panel } from '../../common/domain/figure';
import type { PanelSettings } from '../../common/domain/panelSettings';
import { classifiesSteps, type Run } from '../../common/domain/run';
import { fewVideos } from '../../common/domain/study';
import type { PanelData } from '../../common/figures/panelData';
import { diagnoseRun } from '../diagnosis/diagnose';
import { classesOfVerbs, type Gathering } from './gather';

/** Errors of runs by kind: how many there are, or what each kind costs. */
export async function errors(
  { settings, verbs }: Extract<Panel, { kind: 'errors' }>,
  runs: readonly Run[],
  gathering: Gathering,
): Promise<PanelData> {
  const judged = runs.filter(classifiesSteps);
  if (judged.length === 0) return { kind: 'empty', sentence: 'No run with segments is chosen.' };
  const { signal } = new AbortController();
  const thresholds = DiagnosisThresholds.parse({ correct: settings.correct, overlap: Math.min(0.1, settings.correct) });
  const { split, value } = settings;
  const wanted = classesOfVerbs(verbs, gathering);
  const series: (readonly (number | null)[])[] = [];
  let videos = Infinity;
  for (const { id: run } of judged) {
    const request = { run, split, against: null, sharedOnly: false, thresholds };
    const { report, events } = await diagnoseRun(gathering.store, request, { signal });
    videos = Math.min(videos, report.videos);
    series.push(
      value === 'costs' ? report.kinds.map(({ costs }) => costs[0] ?? null) : countKinds(events, wanted, settings),
    );
  }
  const filtered = value === 'costs' && (wanted !== null || settings.shortest > 0 || settings.longest > 0);
  return {
    kind: 'intervals',
    title: value === 'costs' ? 'points of S-F1 gained without this kind' : 'errors',
    series: judged.map(({ name }) => name),
    groups: errorKinds.map((kind, i) => ({
      name: kind,
      values: series.map((values) => {
        const found = values[i];
        return found === null || found === undefined ? null : { value: found, low: null, high: null };
      }),
    })),
    digits: value === 'costs' ? 1 : 0,
    style: 'bars',
    note: [
      ...(filtered ? ['Costs are of all segments.'] : []),
      ...(videos < fewVideos ? ['Too few to judge.'] : []),
    ].join(' '),
  };
}

/** Events of each kind in the order of `errorKinds`, of these classes (true or predicted) and lengths in seconds. */
function countKinds(
  { rate, kind, truthStart, truthEnd, truthClass, predictedStart, predictedEnd, predictedClass }: ErrorEvents,
  wanted: ReadonlySet<number> | null,
  { shortest, longest }: PanelSettings<'errors'>,
): number[] {
  const counts = new Map<string, number>();
  kind.forEach((verdict, i) => {
    if (wanted && !wanted.has(truthClass[i] as number) && !wanted.has(predictedClass[i] as number)) return;
    const isTrue = (truthClass[i] as number) >= 0;
    const [start, end] = isTrue ? [truthStart[i], truthEnd[i]] : [predictedStart[i], predictedEnd[i]];
    const seconds = ((end as number) - (start as number)) / rate;
    if (seconds < shortest || (longest > 0 && seconds >= longest)) return;
    const name = verdicts[verdict] as string;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return errorKinds.map((name) => counts.get(name) ?? 0);
}
