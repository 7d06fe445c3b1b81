import type { RunSummary } from '../../src-main/common/contract/runs';
import type { SplitName } from '../../src-main/common/domain/project';
import { toldContext } from '../../src-main/common/domain/run';
import { type RunScoreName, type RunStatistics, runScores } from '../../src-main/common/domain/statistics';
import { trainFields } from '../state/trainForm';
import type { Column } from '../tables/column';
import { formatBytes, formatMoment, formatNumber, formatScore, formatSetting } from '../ui/format';
import { Interval } from '../ui/Interval';
import { Outdated } from './Outdated';
import { RunIcon } from './RunState';

type Field = (typeof trainFields)[number];

/** What the table says beside what the runs' own records do. */
export interface Beside {
  /** By run id, as far as they are known. */
  statistics: ReadonlyMap<string, RunStatistics>;
  /** Settings in which the runs differ. */
  settings: readonly Field[];
  /** Whether a baseline is pinned. */
  baseline: boolean;
}

/** Columns of a table of runs; scores are those of one split, and those that no run of theirs can have are left out. */
export function runColumns(runs: readonly RunSummary[], split: SplitName, beside: Beside): Column<RunSummary>[] {
  const foreign = foreignScores(runs, split);
  return allColumns(split, beside).filter(({ id }) => !foreign.includes(id));
}

const scoresOfSegments = [
  'segmentF1',
  'segmentF1Interval',
  'segmentF1Difference',
  'pointF1',
  'pointF1Interval',
  'frameAccuracy',
  'map',
  'meanAveragePrecisionInterval',
];
const scoresOfClips = ['topOne', 'topOneInterval'];

function foreignScores(runs: readonly RunSummary[], split: SplitName): readonly string[] {
  const reports = runs.flatMap((run) => run.reports[split] ?? []);
  const ofClips = reports.filter(({ topOne }) => topOne !== null).length;
  if (ofClips === 0) return scoresOfClips;
  return ofClips === reports.length ? scoresOfSegments : [];
}

function allColumns(split: SplitName, beside: Beside): Column<RunSummary>[] {
  return [
    ...namingColumns,
    ...scoreColumns(split, beside),
    trainedColumn,
    ...beside.settings.map(settingColumn),
    ...fileColumns,
  ];
}

const namingColumns: readonly Column<RunSummary>[] = [
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
    width: 120,
    value: toldContext,
    cell: (run) => {
      const told = toldContext(run) ?? '—';
      return (
        <span className="ellipsis" data-tip={told}>
          {told}
        </span>
      );
    },
  },
];

function scoreColumns(split: SplitName, { statistics, baseline }: Beside): Column<RunSummary>[] {
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
      ...score('segmentF1', 'S-F1', (run) => report(run)?.segmentF1[0]?.micro),
      cell: (run) => (
        <span className="row tight">
          <Outdated reason={run.outdated[split]} />
          <strong>{formatScore(report(run)?.segmentF1[0]?.micro)}</strong>
        </span>
      ),
    },
    interval('segmentF1', statistics),
    ...(baseline ? [difference('segmentF1', statistics)] : []),
    score('pointF1', 'P-F1', (run) => report(run)?.pointF1[0]?.start),
    interval('pointF1', statistics),
    score('frameAccuracy', 'Frame acc.', (run) => report(run)?.frameAccuracy),
    score('map', 'mAP', (run) => report(run)?.meanAveragePrecision),
    interval('meanAveragePrecision', statistics),
    {
      id: 'diversity',
      title: 'Entropy',
      width: 64,
      numeric: true,
      value: (run) => statistics.get(run.id)?.scores.diversity?.value ?? null,
      text: (run) => formatNumber(statistics.get(run.id)?.scores.diversity?.value, 2),
    },
    score('topOne', 'Top-1', (run) => report(run)?.topOne),
    interval('topOne', statistics),
    {
      id: 'speed',
      title: 'Steps/s',
      width: 64,
      numeric: true,
      value: (run) => report(run)?.stepsPerSecond ?? null,
      text: (run) => formatNumber(report(run)?.stepsPerSecond),
    },
  ];
}

const trainedColumn: Column<RunSummary> = {
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
};

const fileColumns: readonly Column<RunSummary>[] = [
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

/** Columns that say it already, or that every run has its own of. */
const toldElsewhere: readonly string[] = ['kind', 'context'];

/** Settings that are not the same in all trained runs. */
export function differingSettings(runs: readonly RunSummary[]): Field[] {
  const all = runs.flatMap(({ settings }) => settings ?? []);
  const valuesOf = (key: string) => new Set(all.map((settings) => settings[key as keyof typeof settings]));
  return trainFields.filter(({ key }) => !toldElsewhere.includes(key) && valuesOf(key).size > 1);
}

function settingColumn({ key, label, unit }: Field): Column<RunSummary> {
  const value = ({ settings }: RunSummary) => settings?.[key as keyof typeof settings] ?? null;
  return {
    id: key,
    title: label,
    width: Math.max(56, 24 + 6.5 * label.length),
    numeric: true,
    value: (run) => {
      const found = value(run);
      return typeof found === 'boolean' ? (found ? 'on' : 'off') : found;
    },
    text: (run) => {
      const found = value(run);
      if (typeof found === 'number') return unit ? `${formatSetting(found)} ${unit}` : formatSetting(found);
      return found === null ? '—' : typeof found === 'boolean' ? (found ? 'on' : 'off') : found;
    },
  };
}

type Statistics = Beside['statistics'];

/** 95 % over the videos, grey where they are too few. */
function interval(name: RunScoreName, statistics: Statistics): Column<RunSummary> {
  const found = (run: RunSummary) => statistics.get(run.id)?.scores[name] ?? null;
  return {
    id: `${name}Interval`,
    title: '95 %',
    width: 96,
    value: (run) => found(run)?.low ?? null,
    cell: (run) => {
      const videos = statistics.get(run.id)?.videos.length ?? 0;
      return <Interval interval={found(run)} digits={runScores[name].digits} videos={videos} />;
    },
  };
}

/** Against the pinned baseline; grey where the interval holds 0 or the videos are too few. */
function difference(name: RunScoreName, statistics: Statistics): Column<RunSummary> {
  const found = (run: RunSummary) => statistics.get(run.id)?.difference;
  return {
    id: `${name}Difference`,
    title: `Δ${runScores[name].title}`,
    width: 72,
    numeric: true,
    value: (run) => found(run)?.scores[name]?.value ?? null,
    cell: (run) => {
      const own = found(run);
      const { digits } = runScores[name];
      return (
        <Interval interval={own?.scores[name]} digits={digits} videos={own?.videos.length ?? 0} show="value" signed />
      );
    },
  };
}

/** Columns left out beside the charts of Train, where there is less room. */
export const hiddenWhenCompact = [
  'context',
  ...(['segmentF1', 'pointF1', 'meanAveragePrecision', 'topOne'] as const).map((name) => `${name}Interval`),
  'diversity',
  'created',
  'bytes',
];
