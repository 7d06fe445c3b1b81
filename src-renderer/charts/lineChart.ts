/** Lines over steps or epochs as an ECharts option: raw curves at 28 % under smoothed ones, gridlines across only. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ScoreInterval } from '../../src-main/common/domain/statistics';
import { formatNumber } from '../ui/format';
import type { Tokens } from '../ui/theme';
import { plainTip, tipBox } from './tipBox';
import { whiskerSeries } from './whiskers';

export interface Line {
  name: string;
  /** Order of the run palette: acc solid circle, warn dashed square, ok dotted triangle, tx2 diamond. */
  rank: 0 | 1 | 2 | 3;
  points: readonly (readonly [number, number])[];
  /** Unsmoothed points, drawn faintly beneath. */
  raw?: readonly (readonly [number, number])[];
  /** Markers at the points, for curves of few points. */
  markers?: boolean;
  /** The newest value does not stand at its point. */
  unlabelled?: boolean;
  /** Of each point, drawn as whiskers. */
  intervals?: readonly (ScoreInterval | null)[];
  /** Whiskers are grey: too few videos to judge. */
  thin?: boolean;
}

export interface LineChart {
  lines: readonly Line[];
  xMax: number;
  /** Decimals along the axis; absent: none. */
  xDigits?: number;
  xName?: string;
  yMax?: number;
  /** Small triangles on the baseline, such as checkpoints. */
  ticks?: readonly number[];
  /** From here to `xMax` nothing is known yet. */
  openFrom?: number;
  /** Said there, where it fits. */
  openLabel?: string;
  /** What stands in the head of the hover box. */
  titleOf: (x: number) => string;
  digits: number;
}

const look = [
  { colour: 'acc', dash: 'solid', marker: 'circle' },
  { colour: 'warn', dash: 'dashed', marker: 'rect' },
  { colour: 'ok', dash: 'dotted', marker: 'triangle' },
  { colour: 'tx2', dash: [8, 3, 2, 3], marker: 'diamond' },
] as const;

export function lineOption(chart: LineChart, tokens: Tokens): EChartsCoreOption {
  const text = { color: tokens.tx2, fontFamily: tokens.sans, fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: tokens.sans },
    grid: { left: 40, right: 28, top: 16, bottom: chart.xName === undefined ? 28 : 44 },
    xAxis: {
      type: 'value',
      min: 0,
      max: chart.xMax,
      axisLine: { lineStyle: { color: tokens.line2 } },
      axisTick: { lineStyle: { color: tokens.line2 }, length: 4 },
      splitLine: { show: false },
      axisLabel: { ...text, formatter: (x: number) => formatNumber(x, chart.xDigits), hideOverlap: true },
      ...(chart.xName !== undefined && { name: chart.xName, nameLocation: 'middle', nameGap: 24, nameTextStyle: text }),
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(chart.yMax === undefined ? { splitNumber: 4 } : { max: chart.yMax, interval: chart.yMax / 4 }),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: tokens.line } },
      axisLabel: text,
    },
    tooltip: {
      trigger: 'axis',
      ...plainTip,
      axisPointer: { type: 'line', animation: false, lineStyle: { color: tokens.tx2, type: 'dotted' } },
      formatter: ([item]: { axisValue?: unknown }[]) => hoverBox(Number(item?.axisValue), chart),
    },
    series: [
      ...chart.lines.flatMap((line) => lineSeries(line, chart, tokens)),
      ...chart.lines.flatMap((line) => whiskersOf(line, tokens)),
      baseline(chart, tokens),
    ],
  };
}

function whiskersOf({ points, intervals, rank, thin }: Line, tokens: Tokens) {
  if (!intervals) return [];
  const placed = points.map(([x], i) => ({ x, interval: intervals[i] ?? null }));
  return [whiskerSeries(placed, thin ? tokens.tx3 : tokens[look[rank].colour])];
}

function lineSeries(line: Line, chart: LineChart, tokens: Tokens) {
  const { colour, dash, marker } = look[line.rank];
  const color = tokens[colour];
  const shared = { type: 'line', color, sampling: 'lttb', emphasis: { disabled: true } } as const;
  const raw = {
    ...shared,
    data: line.raw,
    showSymbol: false,
    silent: true,
    tooltip: { show: false },
    lineStyle: { color, width: 1, opacity: 0.28 },
  };
  const main = {
    ...shared,
    name: line.name,
    data: line.markers && !line.unlabelled ? labelLast(line.points, chart.digits, tokens) : line.points,
    symbol: marker,
    symbolSize: 7,
    showSymbol: line.markers === true,
    itemStyle: { color: tokens.bg1, borderColor: color, borderWidth: 1.75 },
    lineStyle: { color, width: 2, type: dash },
  };
  return line.raw ? [raw, main] : [main];
}

/** The newest value stands at its point. */
function labelLast(points: Line['points'], digits: number, tokens: Tokens) {
  const label = { show: true, position: 'top', color: tokens.tx, fontWeight: 600, fontFamily: tokens.sans } as const;
  return points.map((value, i) =>
    i === points.length - 1 ? { value, label: { ...label, formatter: formatNumber(value[1], digits) } } : value,
  );
}

/** A series without a line that carries the marks on the baseline and the part still to come. */
function baseline({ ticks = [], openFrom, openLabel, xMax }: LineChart, tokens: Tokens) {
  const open = openFrom !== undefined && openFrom < xMax;
  // The words are about a sixth of the chart wide.
  const fits = open && xMax - openFrom > xMax / 5;
  const label = {
    show: fits,
    formatter: openLabel ?? '',
    position: 'insideTopRight',
    color: tokens.tx3,
    fontFamily: tokens.sans,
    fontSize: 11,
  };
  return {
    type: 'line',
    silent: true,
    tooltip: { show: false },
    data: ticks.map((x) => [x, 0]),
    symbol: 'triangle',
    symbolRotate: 180,
    symbolOffset: [0, -4],
    symbolSize: [8, 6],
    lineStyle: { opacity: 0 },
    itemStyle: { color: tokens.tx3 },
    ...(open
      ? {
          markArea: {
            silent: true,
            label,
            itemStyle: { color: tokens.bg2 },
            data: [[{ xAxis: openFrom }, { xAxis: xMax }]],
          },
        }
      : {}),
  };
}

/** Values of all lines at the point nearest to `x`. */
function hoverBox(x: number, chart: LineChart): HTMLElement {
  return tipBox(
    chart.titleOf(x),
    chart.lines.map(({ name, points }) => [name, formatNumber(nearest(points, x), chart.digits)]),
  );
}

/** The y of the point whose x is nearest; points are sorted by x. */
export function nearest(points: Line['points'], x: number): number | undefined {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  return a && b && x - a[0] <= b[0] - x ? a[1] : b?.[1];
}
