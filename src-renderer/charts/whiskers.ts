import type { ScoreInterval } from '../../src-main/common/domain/statistics';

/** What ECharts hands to a series that draws itself. */
export interface DrawTools {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  barLayout(options: object): { offsetCenter: number }[];
}

/**
 * Intervals as 1 px whiskers with 6 px caps.
 * @param points those that have one
 * @param offset pixels right of the point
 */
export function whiskerSeries(
  points: readonly { x: number; interval: ScoreInterval | null }[],
  stroke: string,
  offset: (api: DrawTools) => number = () => 0,
) {
  return {
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    z: 4,
    data: points.flatMap(({ x, interval }) =>
      interval && interval.high > interval.low ? [[x, interval.low, interval.high]] : [],
    ),
    encode: { x: 0, y: [1, 2] },
    renderItem: (_: unknown, api: DrawTools) => {
      const [centre, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      const x = Math.round(centre + offset(api)) + 0.5;
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke, lineWidth: 1 },
      });
      const caps = [low, high].map((y) => line(x - 3, y, x + 3, y));
      return { type: 'group', children: [line(x, low, x, high), ...caps] };
    },
  };
}
