import { settledSettings, type Run } from '../../common/domain/run';
import type { PanelSettings } from '../../common/domain/panelSettings';
import type { CurveData, PanelData } from '../../common/figures/panelData';
import { lossCurves, type Points, validationCurves } from '../../common/learningCurves';
import { readEvents, runFolder } from '../runFolder';
import type { Gathering } from './gathering';

/** Most points of a line; more are not seen at the size of a figure. */
const most = 400;

/** Losses or validation scores over the updates, all runs in one plot. */
export async function learningCurves(
  settings: PanelSettings<'curves'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const lines: CurveData['lines'][number][] = [];
  const names = new Set<string>();
  for (const run of runs) {
    const { events } = await readEvents(runFolder(store.dir, run.id));
    const found =
      settings.curve === 'training loss'
        ? lossCurves(events, settledSettings(run), settings.smoothing).curves.map(
            ({ name, smoothed }) => [name, smoothed] as const,
          )
        : Object.entries(validationCurves(events).points);
    for (const [name, points] of found) {
      names.add(name);
      lines.push({ name: `${run.name}, ${name}`, points: thinned(points), markers: settings.curve === 'validation' });
    }
  }
  if (lines.length === 0) {
    return {
      kind: 'empty',
      sentence: `None of the runs has a ${settings.curve === 'validation' ? 'validation' : 'loss'} curve.`,
    };
  }
  const [only] = names.size === 1 ? names : [];
  return {
    kind: 'curves',
    xTitle: 'updates',
    yTitle: settings.curve === 'training loss' ? 'loss' : (only ?? 'score on validation'),
    lines: only === undefined ? lines : lines.map((line) => ({ ...line, name: line.name.slice(0, -only.length - 2) })),
    diagonal: false,
    xRange: null,
    yRange: null,
  };
}

/** Evenly chosen points with the last among them. */
function thinned(points: Points): Points {
  if (points.length <= most) return points;
  return Array.from(
    { length: most },
    (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))] as Points[number],
  );
}
