/** Bars by category, one for each run, with whiskers and the runs' means, as an ECharts option. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ScoreInterval } from '../../src-main/common/domain/statistics';
import { formatNumber } from '../ui/format';
import type { Tokens } from '../ui/theme';
import { plainTip, tipBox } from './tipBox';
import { whiskerSeries } from './whiskers';

export interface Bars {
  name: string;
  /** Whiskers stand where an interval is wider than nothing. */
  values: readonly (ScoreInterval | null)[];
  /** A line across all bars. */
  mean: number | null;
}

export interface BarChart {
  categories: readonly string[];
  /** The first plain, the second hatched, as everywhere. */
  runs: readonly Bars[];
  /** Index of the category that is chosen. */
  selected: number | null;
  /** Whiskers are grey: too few videos to judge. */
  thin: boolean;
  digits: number;
}

/** More categories than these are scrolled through. */
const shownAtOnce = 60;

const spacing = { barMaxWidth: 20, barGap: '15%', barCategoryGap: '38%' } as const;

const looks = [
  { colour: 'acc', decal: null },
  { colour: 'warn', decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4 } },
] as const;

export function barOption(chart: BarChart, tokens: Tokens): EChartsCoreOption {
  const text = { color: tokens.tx2, fontFamily: tokens.sans, fontSize: 11 };
  const { categories, selected } = chart;
  const many = categories.length > shownAtOnce;
  return {
    animation: false,
    textStyle: { fontFamily: tokens.sans },
    grid: { left: 44, right: labelRoom, top: 12, bottom: many ? 96 : 84 },
    xAxis: {
      type: 'category',
      data: categories,
      axisLine: { lineStyle: { color: tokens.line2 } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        rotate: 40,
        interval: 0,
        width: 92,
        overflow: 'truncate',
        hideOverlap: true,
        formatter: (name: string, index: number) => (index === selected ? `{chosen|${name}}` : name),
        rich: { chosen: { color: tokens.tx, fontWeight: 600, fontSize: 11, fontFamily: tokens.sans } },
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { ...text, formatter: (value: number) => formatNumber(value, 1) },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    ...(many && { dataZoom: zoom(chart, tokens) }),
    tooltip: {
      trigger: 'axis',
      ...plainTip,
      axisPointer: { type: 'shadow', shadowStyle: { color: tokens.tx, opacity: 0.06 } },
      formatter: ([item]: { dataIndex?: number }[]) => hoverBox(chart, item?.dataIndex ?? 0),
    },
    series: chart.runs.flatMap((run, rank) => [
      barSeries(run, rank, chart, tokens),
      whiskersOf(run, rank, chart, tokens),
    ]),
  };
}

function zoom({ categories, selected }: BarChart, tokens: Tokens) {
  const startValue = Math.max(0, Math.min((selected ?? 0) - shownAtOnce / 2, categories.length - shownAtOnce));
  const range = { startValue, endValue: startValue + shownAtOnce - 1 };
  return [
    { type: 'inside', ...range, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: true },
    {
      type: 'slider',
      ...range,
      height: 14,
      bottom: 4,
      showDetail: false,
      brushSelect: false,
      borderColor: tokens.line2,
      fillerColor: tokens.accbg,
      backgroundColor: tokens.bg2,
      dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
    },
  ];
}

function barSeries({ name, values, mean }: Bars, rank: number, chart: BarChart, tokens: Tokens) {
  const { selected } = chart;
  const { colour, decal } = looks[rank % looks.length]!;
  const color = tokens[colour];
  return {
    type: 'bar',
    name,
    data: values.map((interval) => interval?.value ?? null),
    ...spacing,
    cursor: 'pointer',
    itemStyle: {
      color: decal ? tokens.bg1 : color,
      borderColor: color,
      borderWidth: decal ? 1.5 : 0,
      ...(decal && { decal: { ...decal, color } }),
    },
    emphasis: { disabled: true },
    ...(mean !== null && { markLine: meanLine(name, mean, color, labelShift(rank, chart), chart.digits, tokens) }),
    ...(rank === 0 && selected !== null && { markArea: chosenArea(selected, tokens) }),
  };
}

/** Pixels right of the bars for the names of means; a longer name is cut. */
const labelRoom = 116;

/** Pixels that the name of a mean moves down, so that two means beside each other stay readable. */
function labelShift(rank: number, { runs }: BarChart): number {
  const means = runs.flatMap(({ mean }) => mean ?? []);
  const [own = 0, other = 0] = rank === 0 ? means : [means[1], means[0]];
  const highest = Math.max(...runs.flatMap(({ values }) => values.map((interval) => interval?.high ?? 0)));
  if (means.length < 2 || Math.abs(own - other) > 0.2 * highest) return 0;
  const isBelow = own < other || (own === other && rank === 1);
  return isBelow ? 16 : -16;
}

function meanLine(name: string, mean: number, color: string, shift: number, digits: number, tokens: Tokens) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color, type: 'dotted', width: 1.5 },
    data: [{ yAxis: mean }],
    label: {
      position: 'end',
      offset: [0, shift],
      formatter: `{name|${name}}\n{of|mean ${formatNumber(mean, digits)}}`,
      width: labelRoom - 8,
      overflow: 'truncate',
      rich: {
        name: {
          color: tokens.tx,
          fontWeight: 600,
          fontSize: 11,
          lineHeight: 14,
          fontFamily: tokens.sans,
        },
        of: { color: tokens.tx2, fontSize: 11, lineHeight: 14, fontFamily: tokens.sans },
      },
    },
  };
}

/** Over the middles of the bars; grey where there are too few videos. */
function whiskersOf({ values }: Bars, rank: number, { thin, runs }: BarChart, tokens: Tokens) {
  return whiskerSeries(
    values.map((interval, x) => ({ x, interval })),
    thin ? tokens.tx3 : tokens.tx,
    (api) => api.barLayout({ count: runs.length, ...spacing })[rank]?.offsetCenter ?? 0,
  );
}

const chosenArea = (selected: number, tokens: Tokens) => ({
  silent: true,
  itemStyle: { color: tokens.accbg, opacity: 0.7 },
  data: [[{ xAxis: selected }, { xAxis: selected }]],
});

function hoverBox({ categories, runs, digits }: BarChart, index: number): HTMLElement {
  return tipBox(
    categories[index] ?? '',
    runs.map(({ name, values }) => {
      const interval = values[index];
      const [value, low, high] = [interval?.value, interval?.low, interval?.high].map((v) => formatNumber(v, digits));
      return [name, interval ? `${value} (${low} to ${high})` : 'no errors'];
    }),
  );
}
