/** Figures: recipes, the sheet at paper size, settings of panel and sheet, files for a paper. */
import './figures.css';
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { createFigure, loadFigures, openFigure, useFigures } from '../../state/figures';
import { useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { PanelHead, Region } from '../../ui/Region';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { ExportPanel } from './ExportPanel';
import { FigureList } from './FigureList';
import { PanelSettings } from './PanelSettings';
import { Sheet } from './Sheet';
import { SheetSettings } from './SheetSettings';

export function FiguresScreen() {
  const load = useTask(loadFigures);
  const reload = load.run;
  // What figures are made of, and which one an address asks for.
  const runs = useProject((state) => state.runs);
  const chosen = useView((state) => state.figure);
  useEffect(() => reload(), [reload, runs, chosen]);
  const list = useFigures((state) => state.list);
  const open = useFigures((state) => state.open);
  const panel = useFigures((state) => state.panel);
  const create = useTask(async () => openFigure(await createFigure()));
  return (
    <div className="figures-screen">
      <Region name="Recipes" className="figure-list">
        <FigureList list={list} current={open?.name ?? null} onCreate={create.run} />
      </Region>
      <Region name="Sheet" className="figure-sheet">
        <Failure error={load.error ?? create.error} actions={<Button onClick={reload}>Read them again</Button>} />
        {open ? (
          <Sheet recipe={open.recipe} name={open.name} />
        ) : list === undefined ? (
          <Skeleton rows={4} what="Reading figures" />
        ) : (
          <Empty
            heading="No figures yet"
            actions={
              <Button kind="primary" icon={Plus} onClick={create.run}>
                New figure
              </Button>
            }
          >
            Make one here, or add to figures what another screen shows.
          </Empty>
        )}
      </Region>
      <Region name="Settings" className="inspector">
        {open ? (
          <>
            <div className="scroll">
              {panel !== null && <PanelSettings recipe={open.recipe} index={panel} />}
              <SheetSettings name={open.name} recipe={open.recipe} />
            </div>
            <ExportPanel name={open.name} recipe={open.recipe} />
          </>
        ) : (
          <PanelHead title="Sheet" />
        )}
      </Region>
    </div>
  );
}
