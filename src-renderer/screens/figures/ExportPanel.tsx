import './export.css';
import { Copy, Download, FolderOutput } from 'lucide-react';
import { type FigureFormat, figureFormats, type Recipe, sheetHeight } from '../../../src-main/common/domain/figure';
import { panelKinds } from '../../../src-main/common/domain/panelSettings';
import { exportFigure, setDpi, setFormats, useFigures } from '../../state/figures';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { NumberInput, Tick } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';

const names: Record<FigureFormat, string> = {
  svg: 'SVG',
  pdf: 'PDF',
  png: 'PNG',
  csv: 'CSV',
  tex: 'LaTeX',
  md: 'Markdown',
};

/** Files of the figure, here and by the command that draws the same bytes. */
export function ExportPanel({ name, recipe }: { name: string; recipe: Recipe }) {
  const formats = useFigures((state) => state.formats);
  const dpi = useFigures((state) => state.dpi);
  const write = useTask(() => exportFigure(false));
  const save = useTask(() => exportFigure(true));
  const tables = recipe.panels.some(({ kind }) => 'table' === kind || panelKinds[kind] === panelKinds.study);
  const pixels = (millimetres: number) => formatNumber(Math.round((millimetres / 25.4) * dpi));
  const notes: Record<FigureFormat, string> = {
    svg: 'text stays text',
    pdf: 'fonts embedded',
    png: `${pixels(recipe.sheet.width)} × ${pixels(sheetHeight(recipe))} px`,
    csv: 'the numbers of each panel',
    tex: tables ? 'booktabs' : 'booktabs, tables only',
    md: tables ? 'tables' : 'tables only',
  };
  const command = `gadw figures . ${name}`;
  const busy = write.busy || save.busy;
  return (
    <section className="figure-export" aria-label="Export">
      <PanelHead title="Export" />
      <ul>
        {figureFormats.map((format) => (
          <li key={format}>
            <Tick
              checked={formats.includes(format)}
              onTick={(on) => setFormats(figureFormats.filter((one) => (one === format ? on : formats.includes(one))))}
            >
              {names[format]}
            </Tick>
            {format === 'png' && (
              <NumberInput
                aria-label="Pixels an inch"
                value={dpi}
                unit="dpi"
                onValue={(next) => next >= 36 && next <= 2400 && setDpi(Math.round(next))}
              />
            )}
            <span className="hint">{notes[format]}</span>
          </li>
        ))}
      </ul>
      <div className="row figure-command">
        <code className="mono ellipsis">{command}</code>
        <IconButton icon={Copy} name="Copy the command" onClick={() => void navigator.clipboard.writeText(command)} />
      </div>
      <div className="row">
        <Button icon={Download} disabled={formats.length === 0 || busy} onClick={save.run}>
          Save copies
        </Button>
        <Button
          kind="primary"
          icon={FolderOutput}
          className="push"
          disabled={formats.length === 0 || busy}
          onClick={write.run}
        >
          Export {formats.length === 1 ? '1 format' : `${formats.length} formats`}
        </Button>
      </div>
      <Failure error={write.error ?? save.error} />
    </section>
  );
}
