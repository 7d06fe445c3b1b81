import {
  ChartBar,
  ChartScatter,
  Grid3x3,
  Image as ImageIcon,
  LayoutTemplate,
  LineChart,
  Plus,
  RefreshCw,
  Table2,
} from 'lucide-react';
import type { FigureSummary } from '../../../src-main/common/contract/figures';
import { deleteFigure, exportFigure, openFigure } from '../../state/figures';
import { useTask } from '../../state/task';
import { IconButton } from '../../ui/Button';
import { PanelHead } from '../../ui/Region';
import { Failure, Skeleton } from '../../ui/status';

const icons: Record<string, typeof ImageIcon> = {
  timeline: ImageIcon,
  curves: LineChart,
  errors: ChartBar,
  confusion: Grid3x3,
  entropy: ChartScatter,
  table: Table2,
  study: Table2,
};

interface FigureListProps {
  list: readonly FigureSummary[] | undefined;
  current: string | null;
  onCreate: () => void;
}

/** The project's recipes; those whose files no longer fit the runs say so. */
export function FigureList({ list, current, onCreate }: FigureListProps) {
  const open = useTask(openFigure);
  const redraw = useTask(() => exportFigure(false));
  const remove = useTask(deleteFigure);
  const stale = list?.find(({ name }) => name === current)?.stale;
  return (
    <>
      <PanelHead title="Recipes" count={list?.length}>
        <span className="push" />
        <IconButton icon={Plus} name="New figure" onClick={onCreate} />
      </PanelHead>
      {list === undefined ? (
        <Skeleton rows={4} what="Reading figures" />
      ) : (
        <ul className="scroll">
          {list.map((figure) => (
            <li key={figure.name}>
              <button
                type="button"
                className="list-row figure-row"
                aria-current={figure.name === current}
                onClick={() => open.run(figure.name)}
                onKeyDown={(event) => event.key === 'Delete' && remove.run(figure.name)}
              >
                <FigureIcon figure={figure} />
                <span>
                  <strong className="ellipsis">{figure.name}</strong>
                  <span className={figure.problem === null ? 'hint ellipsis' : 'err ellipsis'}>
                    {figure.problem ?? `${figure.title}: ${figure.about}`}
                  </span>
                </span>
                {figure.stale !== null && (
                  <RefreshCw
                    size={14}
                    className="warn push"
                    role="img"
                    aria-label={figure.stale}
                    data-tip={figure.stale}
                  />
                )}
              </button>
            </li>
          ))}
          {stale && (
            <li className="inset label">
              <p>
                {stale}{' '}
                <button type="button" className="link" onClick={redraw.run} disabled={redraw.busy}>
                  Redraw
                </button>
              </p>
            </li>
          )}
        </ul>
      )}
      <Failure error={open.error ?? redraw.error ?? remove.error} />
    </>
  );
}

function FigureIcon({ figure: { kinds } }: { figure: FigureSummary }) {
  const [only] = kinds.length === 1 ? kinds : [];
  const Icon = (only !== undefined && icons[only]) || LayoutTemplate;
  return <Icon size={16} className="label" aria-hidden />;
}
