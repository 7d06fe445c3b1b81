/** Lines over steps or epochs as an ECharts option: raw curves at 28 % under smoothed ones, gridlines across only. */
import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../ui/format';
import type { Tokens } from '../ui/theme';

export interface Line {
  name: string;
  /** Order of the run palette: acc solid circle, warn dashed square, ok dotted triangle, tx2 diamond. */
  rank: 0 | 1 | 2 | 3;
  points: readonly (readonly [number, number])[];
  /** Unsmoothed points, drawn faintly beneath. */
  raw?: readonly (readonly [number, number])[];
  /** Markers at the points, for curves of few points. */
  markers?: boolean;
}

export interface LineChart {
  lines: readonly Line[];
  xMax: number;
  yMax?: number;
  /** Small triangles on the baseline, such as checkpoints. */
  ticks?: readonly number[];
  /** From here to `xMax` nothing is known yet. */
  openFrom?: number;
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
    grid: { left: 40, right: 16, top: 12, bottom: 28 },
    xAxis: {
      type: 'value',
      min: 0,
      max: chart.xMax,
      axisLine: { lineStyle: { color: tokens.line2 } },
      axisTick: { lineStyle: { color: tokens.line2 }, length: 4 },
      splitLine: { show: false },
      axisLabel: { ...text, formatter: (x: number) => formatNumber(x), hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(chart.yMax === undefined ? {} : { max: chart.yMax }),
      splitNumber: 4,
      axisLine: { show: false },
      splitLine: { lineStyle: { color: tokens.line } },
      axisLabel: text,
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      axisPointer: { type: 'line', animation: false, lineStyle: { color: tokens.tx2, type: 'dotted' } },
      formatter: (items: HoverItem[]) => hoverBox(items, chart),
    },
    series: [...chart.lines.flatMap((line) => lineSeries(line, tokens)), baseline(chart, tokens)],
  };
}

function lineSeries(line: Line, tokens: Tokens) {
  const { colour, dash, marker } = look[line.rank];
  const color = tokens[colour];
  const shared = { type: 'line', color, sampling: 'lttb' } as const;
  const raw = {
    ...shared,
    data: line.raw,
    showSymbol: false,
    silent: true,
    tooltip: { show: false },
    lineStyle: { width: 1, opacity: 0.28 },
  };
  const main = {
    ...shared,
    name: line.name,
    data: line.points,
    symbol: marker,
    symbolSize: 7,
    showSymbol: line.markers === true,
    itemStyle: { color: tokens.bg1, borderColor: color, borderWidth: 1.75 },
    lineStyle: { width: 2, type: dash },
  };
  return line.raw ? [raw, main] : [main];
}

/** A series without a line that carries the marks on the baseline and the part still to come. */
function baseline({ ticks = [], openFrom, xMax }: LineChart, tokens: Tokens) {
  const open = openFrom !== undefined && openFrom < xMax;
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
    ...(open ? { markArea: { silent: true, itemStyle: { color: tokens.bg2 }, data: [[{ xAxis: openFrom }, { xAxis: xMax }]] } } : {}),
  };
}

interface HoverItem {
  seriesName?: string;
  color?: unknown;
  value?: unknown;
}

/** Made of elements, because markup with style attributes would be refused by the page's content policy. */
function hoverBox(items: HoverItem[], chart: LineChart): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  const points = items.flatMap(({ seriesName, value }) =>
    Array.isArray(value) && chart.lines.some((line) => line.name === seriesName)
      ? [{ name: seriesName ?? '', x: Number(value[0]), y: Number(value[1]) }]
      : [],
  );
  const head = document.createElement('div');
  head.textContent = points[0] ? chart.titleOf(points[0].x) : '';
  box.append(head);
  for (const point of points) {
    const [row, value] = [document.createElement('div'), document.createElement('b')];
    value.textContent = formatNumber(point.y, chart.digits);
    row.append(point.name, value);
    box.append(row);
  }
  return box;
}
