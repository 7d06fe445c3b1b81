import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { evidence, isThin } from '../../../src-main/common/domain/evidence';
import type { RunCurves, ScoreCurve } from '../../../src-main/common/domain/statistics';
import { Chart } from '../../charts/Chart';
import { Legend } from '../../charts/Legend';
import { type Line, type LineChart, lineOption } from '../../charts/lineChart';
import { call } from '../../client';
import { useAnalyses } from '../../state/useAnalysis';
import { Select } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { Failure, Spinner } from '../../ui/status';
import type { Tokens } from '../../ui/theme';
import { lossCurves, validationCurves } from '../../../src-main/common/learningCurves';

/** What can be laid over each other: what training logged, and what the predictions say. */
const kinds = {
  loss: { name: 'Class or text loss', x: 'update', xDigits: 0, digits: 2 },
  validation: { name: 'Validation S-F1', x: 'update', xDigits: 0, digits: 1 },
  overlap: { name: 'Segment F1 by overlap', x: 'IoU threshold', xDigits: 2, digits: 1, xMax: 1 },
  starts: { name: 'F1 of starts by tolerance', x: 'tolerance, s', xDigits: 1, digits: 1 },
  earlyAt: { name: 'Right at this part of the action', x: 'fraction seen', xDigits: 1, digits: 1, xMax: 1, yMax: 100 },
  earlyUntil: {
    name: 'Right until this part of the action',
    x: 'fraction seen',
    xDigits: 1,
    digits: 1,
    xMax: 1,
    yMax: 100,
  },
  reliability: { name: 'Reliability', x: 'probability of the label', xDigits: 1, digits: 1, xMax: 1, yMax: 100 },
  precisionRecall: { name: 'Precision and recall', x: 'recall, %', xDigits: 0, digits: 1, xMax: 100, yMax: 100 },
} as const;
type Kind = keyof typeof kinds;
type Shape = { name: string; x: string; xDigits: number; digits: number; xMax?: number; yMax?: number };

/** Runs beyond these have no look of their own. */
const most = 4;

/** Curves of up to four runs over each other. */
export function OverlaidCurves({ runs, split }: { runs: readonly RunSummary[]; split: string }) {
  const [kind, setKind] = useState<Kind>('overlap');
  const shape: Shape = kinds[kind];
  const shown = useMemo(() => runs.slice(0, most), [runs]);
  const { lines, videos, busy, error } = useLines(shown, split, kind);
  const option = useCallback((tokens: Tokens) => lineOption(chartOf(lines, shape), tokens), [lines, shape]);
  return (
    <div className="overlaid">
      <Failure error={error} inset />
      <Chart
        name={shape.name}
        summary={`${shape.name} of ${shown.map(({ name }) => name).join(', ')} on ${split}, by ${shape.x}.`}
        option={option}
        table={() => ({
          columns: ['run', shape.x, shape.name, 'low', 'high'],
          rows: lines.flatMap(({ name, points, intervals }) =>
            points.map(([x, y], i) => [name, x, y, intervals?.[i]?.low ?? null, intervals?.[i]?.high ?? null]),
          ),
        })}
      >
        {videos !== null && <span className="hint">{evidence(videos)}</span>}
        {busy && (
          <span className="row tight hint" role="status">
            <Spinner /> Drawing videos
          </span>
        )}
        {!busy && lines.length === 0 ? <span className="hint">{nothing(kind)}</span> : <Legend lines={lines} />}
        {runs.length > most && <span className="hint">the first {most} of the ticked</span>}
        <Select
          aria-label="Curve"
          value={kind}
          choices={Object.entries(kinds).map(([value, { name }]) => ({ value, label: name }))}
          onValue={(value) => setKind(value as Kind)}
        />
      </Chart>
    </div>
  );
}

const nothing = (kind: Kind): string =>
  kind === 'loss' || kind === 'validation' ? 'Nothing was logged.' : 'No scores, or nothing predicted here.';

function chartOf(lines: readonly Line[], shape: Shape): LineChart {
  const last = Math.max(...lines.flatMap(({ points }) => points.map(([x]) => x)), 0);
  return {
    lines,
    xMax: shape.xMax ?? (last || 1),
    ...(shape.yMax !== undefined && { yMax: shape.yMax }),
    xName: shape.x,
    xDigits: shape.xDigits,
    titleOf: (x) => `${shape.x} ${formatNumber(x, shape.xDigits)}`,
    digits: shape.digits,
  };
}

interface Drawn {
  lines: Line[];
  /** The fewest that a line is over; null where none is over videos. */
  videos: number | null;
  busy: boolean;
  error: Error | null;
}

function useLines(runs: readonly RunSummary[], split: string, kind: Kind): Drawn {
  const logged = kind === 'loss' || kind === 'validation';
  const predicted = logged ? [] : runs.filter((run) => run.predicted.includes(split));
  const { reports, busy, error } = useAnalyses(
    'statistics.curves',
    predicted.map(({ id }) => ({ run: id, split })),
  );
  const written = useLoggedLines(logged ? runs : none, kind);
  const lines = useMemo(
    () =>
      runs.flatMap((run, rank) => {
        const report = reports.find((one) => one.run === run.id);
        return report ? lineOf(report, run.name, rank as Line['rank'], kind) : [];
      }),
    [runs, reports, kind],
  );
  const counts = reports.map((report) => report.videos.length);
  const videos = logged || lines.length === 0 ? null : Math.min(...counts);
  return { lines: logged ? written : lines, videos, busy: busy && !logged, error };
}

const none: readonly RunSummary[] = [];

function lineOf(report: RunCurves, name: string, rank: Line['rank'], kind: Kind): Line[] {
  const thin = isThin(report.videos.length);
  const scored = (curve: ScoreCurve): Line[] => {
    const known = curve.filter(({ score }) => score !== null);
    const intervals = known.map(({ score }) => score);
    return known.length === 0
      ? []
      : [
          {
            name,
            rank,
            points: known.map(({ x, score }) => [x, score?.value ?? 0]),
            intervals,
            thin,
            markers: true,
            unlabelled: true,
          },
        ];
  };
  if (kind === 'overlap' || kind === 'starts') return scored(report[kind]);
  if (kind === 'earlyAt') return scored(report.early.at);
  if (kind === 'earlyUntil') return scored(report.early.until);
  if (kind === 'reliability' && report.calibration) {
    const points = report.calibration.bins.map(({ confidence, accuracy }) => [confidence, 100 * accuracy] as const);
    const error = report.calibration.error;
    return [{ name: `${name}, ECE ${formatNumber(error?.value, 1)}`, rank, points, markers: true, unlabelled: true }];
  }
  if (kind === 'precisionRecall' && report.precisionRecall) {
    const { averagePrecision, points } = report.precisionRecall;
    return [{ name: `${name}, AP ${formatNumber(averagePrecision, 1)}`, rank, points }];
  }
  return [];
}

/** What trainings wrote down, read once for each choice of runs. */
function useLoggedLines(runs: readonly RunSummary[], kind: Kind): Line[] {
  const [lines, setLines] = useState<Line[]>([]);
  useEffect(() => {
    let current = true;
    void Promise.all(runs.map((run, rank) => loggedLine(run, rank as Line['rank'], kind))).then((found) => {
      if (current) setLines(found.flat());
    });
    return () => {
      current = false;
    };
  }, [runs, kind]);
  return lines;
}

async function loggedLine(run: RunSummary, rank: Line['rank'], kind: Kind): Promise<Line[]> {
  const { events } = await call('runs.events', { run: run.id, from: 0 });
  if (kind === 'loss') {
    const [first] = lossCurves(events, run.settings).curves;
    return first ? [{ name: `${run.name}, ${first.name}`, rank, points: first.smoothed, raw: first.raw }] : [];
  }
  const { names, points } = validationCurves(events);
  const [name = ''] = names;
  return points[name] ? [{ name: run.name, rank, points: points[name], markers: true, unlabelled: true }] : [];
}
