/**
 * The parts of ECharts that charts here are made of. They are a third of the program's page, so they come when needed.
 */
import { BarChart, CustomChart, LineChart as LineSeries, ScatterChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { use as register } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

register([BarChart, CustomChart, LineSeries, ScatterChart]);
register([DataZoomComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent]);
register([CanvasRenderer, SVGRenderer]);

export { init } from 'echarts/core';
