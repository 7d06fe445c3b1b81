/** Points by two quantities as an ECharts option. */
import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../ui/format';
import type { Tokens } from '../ui/theme';
import { plainTip, tipBox } from './tipBox';

export interface ScatterChart {
  points: readonly { x: number; y: number; title: string }[];
  xName: string;
  yName: string;
}

export function scatterOption({ points, xName, yName }: ScatterChart, tokens: Tokens): EChartsCoreOption {
  const text = { color: tokens.tx2, fontFamily: tokens.sans, fontSize: 11 };
  const axis = {
    type: 'value',
    min: 0,
    nameTextStyle: text,
    axisLine: { lineStyle: { color: tokens.line2 } },
    axisTick: { lineStyle: { color: tokens.line2 }, length: 4 },
    axisLabel: text,
  };
  return {
    animation: false,
    textStyle: { fontFamily: tokens.sans },
    grid: { left: 40, right: 20, top: 28, bottom: 44 },
    xAxis: { ...axis, name: xName, nameLocation: 'middle', nameGap: 26, splitLine: { show: false } },
    yAxis: {
      ...axis,
      name: yName,
      nameTextStyle: { ...text, align: 'left' },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    tooltip: {
      trigger: 'item',
      ...plainTip,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const point = points[dataIndex]!;
        return tipBox(point.title, [
          [xName, formatNumber(point.x, 2)],
          [yName, formatNumber(point.y, 1)],
        ]);
      },
    },
    series: [
      {
        type: 'scatter',
        symbolSize: 7,
        data: points.map(({ x, y }) => [x, y]),
        itemStyle: { color: tokens.acc, opacity: 0.7 },
        emphasis: { itemStyle: { opacity: 1, borderColor: tokens.tx, borderWidth: 1 } },
      },
    ],
  };
}
