import { meanInterval } from '../../analysis/meanInterval';
import type { PanelSettings } from '../../common/domain/figure';
import type { Report } from '../../common/domain/report';
import type { Run } from '../../common/domain/run';
import { fewVideos } from '../../common/domain/study';
import type { Interval, PanelData } from '../../common/figures/panelData';
import { readReport } from '../reports';
import type { Gathering } from './gather';

/** Segment and point F1 of runs, with the interval of a bootstrap over videos where a report has counts by video. */
export async function scores(
  settings: PanelSettings<'scores'>,
  runs: readonly Run[],
  { store }: Gathering,
): Promise<PanelData> {
  const found = await Promise.all(
    runs.map(async (run) => ({ run, report: await readReport(store.dir, run.id, settings.split) })),
  );
  const evaluated = found.flatMap(({ run, report }) => (report ? [{ run, report }] : []));
  if (evaluated.length === 0) return { kind: 'empty', sentence: `None of the runs is evaluated on ${settings.split}.` };
  const series = settings.scores === 'both' ? ['S-F1', 'P-F1'] : [settings.scores];
  const videos = Math.min(...evaluated.map(({ report }) => report.videos));
  return {
    kind: 'intervals',
    title: '%',
    series,
    groups: evaluated.map(({ run, report }) => ({
      name: run.name,
      values: series.map((name) => (name === 'S-F1' ? segmentF1(report, settings.intervals) : pointF1(report))),
    })),
    digits: 1,
    style: settings.style,
    note: [
      ...(settings.intervals ? [`Intervals: 95 % over ${videos} videos.`] : []),
      ...(videos < fewVideos ? ['Too few to judge.'] : []),
    ].join(' '),
  };
}

function segmentF1({ segmentF1: [score], videoCounts }: Report, interval: boolean): Interval | null {
  const value = score?.micro ?? null;
  if (value === null) return null;
  // F1 is twice the hits over hits and segments of both sides: a ratio of sums over videos.
  const sums = videoCounts.map(({ truePositive, falsePositive, falseNegative }) => ({
    sum: 200 * truePositive,
    windows: 2 * truePositive + falsePositive + falseNegative,
  }));
  const counted = sums.filter(({ windows }) => windows > 0);
  if (!interval || counted.length < 2) return { value, low: null, high: null };
  const { low, high } = meanInterval(counted);
  return { value, low, high };
}

function pointF1({ pointF1: [score] }: Report): Interval | null {
  return score?.start == null ? null : { value: score.start, low: null, high: null };
}
