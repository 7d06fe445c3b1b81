import type { PanelSettings } from '../../common/domain/panelSettings';
import type { Run } from '../../common/domain/run';
import type { RunCurves, ScoreCurve } from '../../common/domain/statistics';
import type { CurveData, PanelData } from '../../common/figures/panelData';
import { runCurves } from '../analysis/curves';
import type { Gathering } from './gathering';

type Shown = PanelSettings<'statistics'>['curve'];
type Points = CurveData['lines'][number]['points'];

const percent = [0, 100] as const;
const scored = (curve: ScoreCurve): Points =>
  curve.flatMap(({ x, score }) => (score ? [[x, score.value] as const] : []));

/** What each curve is made of and drawn on; null where a run has no scores to make it of. */
const curves: Record<
  Shown,
  Omit<CurveData, 'kind' | 'lines'> & { of: (run: RunCurves) => Points | null; markers: boolean }
> = {
  'IoU threshold': {
    of: ({ overlap }) => scored(overlap),
    markers: true,
    xTitle: 'IoU threshold',
    yTitle: 'segment F1, %',
    xRange: [0, 1],
    yRange: percent,
    diagonal: false,
  },
  'start tolerance': {
    of: ({ starts }) => scored(starts),
    markers: true,
    xTitle: 'tolerance of starts, s',
    yTitle: 'point F1, %',
    xRange: null,
    yRange: percent,
    diagonal: false,
  },
  'early detection': {
    of: ({ early }) => scored(early.at),
    markers: true,
    xTitle: 'share of the action seen',
    yTitle: 'named right, %',
    xRange: [0, 1],
    yRange: percent,
    diagonal: false,
  },
  reliability: {
    of: ({ calibration }) =>
      calibration?.bins
        .filter(({ steps }) => steps > 0)
        .map(({ confidence, accuracy }) => [confidence, accuracy] as const) ?? null,
    markers: true,
    xTitle: 'confidence',
    yTitle: 'accuracy',
    xRange: [0, 1],
    yRange: [0, 1],
    diagonal: true,
  },
  'precision and recall': {
    of: ({ precisionRecall }) => precisionRecall?.points ?? null,
    markers: false,
    xTitle: 'recall, %',
    yTitle: 'precision, %',
    xRange: percent,
    yRange: percent,
    diagonal: false,
  },
};

/** Scores along a threshold, calibration, precision over recall; a line a run. */
export async function statisticCurves(
  { curve, split }: PanelSettings<'statistics'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const { of, markers, ...axes } = curves[curve];
  const lines: CurveData['lines'][number][] = [];
  for (const run of runs) {
    const points = of(await runCurves(store, { run: run.id, split }));
    if (points && points.length > 0) lines.push({ name: run.name, points, markers });
  }
  if (lines.length === 0) return { kind: 'empty', sentence: 'None of the runs has scores: they have labels only.' };
  return { kind: 'curves', ...axes, lines };
}
