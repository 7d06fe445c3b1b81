/**
 * The one chart of the program, around ECharts: follows the theme and its own size, says itself in one sentence, can be
 * shown as a table and saved as PNG, SVG or CSV.
 */
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { EllipsisVertical } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type NumberTable, toCsv } from '../../src-main/common/csv';
import { formatNumber } from '../ui/format';
import { MenuItem, Popover } from '../ui/Popover';
import { type Tokens, useTheme } from '../ui/theme';
import { saveFile } from '../state/save';
import type { init } from './library';

interface ChartProps {
  /** Accessible name, heading, and name of saved files. */
  name: string;
  /** What the chart shows, in one sentence. */
  summary: string;
  /** Stable as long as the data is. */
  option: (tokens: Tokens) => EChartsCoreOption;
  table: () => NumberTable;
  /** Told which item was clicked: a point, or all that stands at a category. The table gives keyboards the same. */
  onPick?: (index: number) => void;
  /** Legend or conditions, at the right of the head. */
  children?: ReactNode;
}

export function Chart({ name, summary, option, table, onPick, children }: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const surface = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const tokens = useTheme((state) => state.tokens);
  const library = useLibrary();

  useEffect(() => {
    if (!library || asTable || !surface.current) return;
    const made = library.init(surface.current, null, { renderer: 'canvas' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(surface.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [library, asTable]);

  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (asTable) return;
    const made = chart.current;
    made?.on('click', ({ dataIndex }) => pick.current?.(dataIndex));
    return () => void made?.off('click');
  }, [library, asTable]);

  useEffect(() => {
    chart.current?.setOption(option(tokens), { notMerge: true, lazyUpdate: true });
  }, [library, option, tokens, asTable]);

  const savePng = () => {
    const drawn = chart.current?.renderToCanvas({ pixelRatio: 3, backgroundColor: tokens.bg1 });
    drawn?.toBlob((content) => content && void saveFile(`${name}.png`, content), 'image/png');
  };
  const saveSvg = () => {
    const { clientWidth: width = 600, clientHeight: height = 300 } = surface.current ?? {};
    if (!library) return;
    const drawn = library.init(null, null, { renderer: 'svg', ssr: true, width, height });
    drawn.setOption(option(tokens));
    void saveFile(`${name}.svg`, new Blob([drawn.renderToSVGString()], { type: 'image/svg+xml' }));
    drawn.dispose();
  };
  const saveCsv = () => void saveFile(`${name}.csv`, new Blob([toCsv(table())], { type: 'text/csv' }));
  return (
    <figure className="chart" aria-label={name}>
      <figcaption>
        <h3>{name}</h3>
        <span className="push row label">{children}</span>
        <Popover
          name={`${name}: more`}
          className="icon-button"
          role="menu"
          button={<EllipsisVertical size={16} aria-hidden />}
        >
          <MenuItem onClick={() => setAsTable(!asTable)}>{asTable ? 'Show as chart' : 'Show as table'}</MenuItem>
          <MenuItem disabled={asTable} onClick={savePng}>
            Save as PNG
          </MenuItem>
          <MenuItem disabled={asTable} onClick={saveSvg}>
            Save as SVG
          </MenuItem>
          <MenuItem onClick={saveCsv}>Save numbers as CSV</MenuItem>
        </Popover>
      </figcaption>
      {asTable ? (
        <PlainTable name={name} {...table()} />
      ) : (
        <div ref={surface} className="chart-surface" role="img" aria-label={summary} />
      )}
    </figure>
  );
}

interface Library {
  init: typeof init;
}
let loaded: Library | null = null;

/** Null until it has come. */
function useLibrary(): Library | null {
  const [library, setLibrary] = useState(loaded);
  useEffect(() => {
    if (library) return;
    void import('./library').then((came) => {
      loaded = came;
      setLibrary(came);
    });
  }, [library]);
  return library;
}

/** One precision a column: none where all are whole numbers, else four decimals. */
function PlainTable({ name, columns, rows }: NumberTable & { name: string }) {
  const whole = (j: number) => rows.every((row) => typeof row[j] !== 'number' || Number.isInteger(row[j]));
  const digits = columns.map((_, j) => (whole(j) ? 0 : 4));
  return (
    <div className="scroll">
      <table className="plain-table" aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={columns[j]}>{typeof cell === 'number' ? formatNumber(cell, digits[j]) : (cell ?? '—')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
