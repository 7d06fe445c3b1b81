import type { RunSummary } from '../../../src-main/common/contract/runs';
import type { SplitName } from '../../../src-main/common/domain/project';
import { toldContext } from '../../../src-main/common/domain/run';
import type { Column } from '../../tables/column';
import { formatBytes, formatMoment, formatNumber, formatScore, formatSetting } from '../../ui/format';
import { RunIcon } from './RunState';

/** Columns of the runs table; scores are those of one split. */
export function runColumns(split: SplitName): Column<RunSummary>[] {
  const report = (run: RunSummary) => run.reports[split];
  const score = (
    id: string,
    title: string,
    value: (run: RunSummary) => number | null | undefined,
  ): Column<RunSummary> => ({
    id,
    title,
    width: id === 'frameAccuracy' ? 84 : 64,
    numeric: true,
    value: (run) => value(run) ?? null,
    text: (run) => formatScore(value(run)),
  });
  return [
    {
      id: 'name',
      title: 'Run',
      width: 184,
      value: (run) => run.name,
      cell: (run) => (
        <span className="row tight">
          <RunIcon status={run.status} />
          <span className="ellipsis">{run.name}</span>
        </span>
      ),
    },
    { id: 'kind', title: 'Kind', width: 98, value: (run) => run.settings?.kind ?? 'imported' },
    {
      id: 'context',
      title: 'Context',
      width: 104,
      value: toldContext,
      text: (run) => toldContext(run) ?? '—',
    },
    {
      ...score('segmentF1', 'S-F1', (run) => report(run)?.segmentF1[0]?.micro),
      cell: (run) => <strong>{formatScore(report(run)?.segmentF1[0]?.micro)}</strong>,
    },
    score('pointF1', 'P-F1', (run) => report(run)?.pointF1[0]?.start),
    score('frameAccuracy', 'Frame acc.', (run) => report(run)?.frameAccuracy),
    score('map', 'mAP', (run) => report(run)?.meanAveragePrecision),
    score('topOne', 'Top-1', (run) => report(run)?.topOne),
    {
      id: 'speed',
      title: 'Steps/s',
      width: 64,
      numeric: true,
      value: (run) => report(run)?.stepsPerSecond ?? null,
      text: (run) => formatNumber(report(run)?.stepsPerSecond),
    },
    {
      id: 'trained',
      title: 'Trained',
      width: 64,
      numeric: true,
      value: (run) => run.stepsDone,
      cell: (run) =>
        run.status === 'failed' ? (
          <span className="err">failed</span>
        ) : (
          <span className="label">{run.origin === 'imported' ? '—' : formatNumber(run.stepsDone)}</span>
        ),
    },
    setting('rank', 'Rank', (run) => run.settings?.rank),
    setting('learningRate', 'Rate', (run) => run.settings?.learningRate),
    setting('seed', 'Seed', (run) => run.settings?.seed),
    {
      id: 'created',
      title: 'Created',
      width: 96,
      value: (run) => run.created,
      text: (run) => formatMoment(run.created),
    },
    {
      id: 'bytes',
      title: 'Size',
      width: 72,
      numeric: true,
      value: (run) => run.bytes,
      text: (run) => formatBytes(run.bytes),
    },
  ];
}

function setting(id: string, title: string, value: (run: RunSummary) => number | undefined): Column<RunSummary> {
  return {
    id,
    title,
    width: 56,
    numeric: true,
    value: (run) => value(run) ?? null,
    text: (run) => {
      const found = value(run);
      return found === undefined ? '—' : formatSetting(found);
    },
  };
}

/** Columns left out beside the charts of Train, where there is less room. */
export const hiddenWhenCompact = ['rank', 'learningRate', 'seed', 'created', 'bytes'];
