import './sheet.css';
import { ChevronDown, LayoutGrid, Plus, Redo2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type Recipe, sheetHeight } from '../../../src-main/common/domain/figure';
import { panelKinds, type PanelKind } from '../../../src-main/common/domain/panelSettings';
import { tidied, withPanel } from '../../../src-main/common/figures/arrange';
import { perform } from '../../actions';
import { undoAndRedo } from '../../actions/undo';
import { change, selectPanel, useFigures } from '../../state/figures';
import { noRuns, useProject } from '../../state/project';
import { IconButton } from '../../ui/Button';
import { Segmented } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { MenuItem, Popover } from '../../ui/Popover';
import { PanelBox } from './PanelBox';
import { Ruler } from './Ruler';
import { Eyes, type Sight } from './Eyes';
import { useWidth } from './useWidth';

/** CSS pixels of a millimetre at 100 %. */
const natural = 96 / 25.4;
const margin = 24;
/** Of the ground beside the sheet. */
const around = 16;

/** The figure at the size it will have on paper, or as large as fits; panels can be chosen and moved. */
export function Sheet({ recipe, name }: { recipe: Recipe; name: string }) {
  const [sight, setSight] = useState<Sight>('printed');
  const [surface, width] = useWidth();
  const scale = Math.min(2 * natural, Math.max(1, (width - 2 * (margin + around)) / recipe.sheet.width));
  const height = sheetHeight(recipe);
  return (
    <>
      <div className="toolbar figure-bar">
        <strong>{name}</strong>
        <span className="hint wide-only">
          {formatNumber(recipe.sheet.width, 1)} × {formatNumber(height, 1)} mm, shown at{' '}
          {formatNumber((100 * scale) / natural)} %
        </span>
        <span className="push" />
        <Segmented
          label="Seen"
          value={sight}
          choices={[
            { value: 'printed', label: 'As printed' },
            { value: 'deutan', label: 'Deuteranopia' },
            { value: 'protan', label: 'Protanopia' },
            { value: 'grey', label: 'Grey' },
          ]}
          onValue={setSight}
        />
        <History />
        <IconButton
          icon={LayoutGrid}
          name="Tidy the panels"
          onClick={() => change('Tidy the panels', tidied(recipe))}
        />
        <AddPanel recipe={recipe} />
      </div>
      <div className="figure-ground" ref={surface}>
        <Eyes />
        <div className="figure-stage" style={{ width: recipe.sheet.width * scale + 2 * margin }}>
          <Ruler width={recipe.sheet.width} scale={scale} margin={margin} />
          <div className="paper" style={{ padding: margin }}>
            <div
              className="figure-page"
              style={{ height: height * scale }}
              onPointerDown={(event) => event.target === event.currentTarget && selectPanel(null)}
            >
              <Picture recipe={recipe} sight={sight} />
              {recipe.panels.map((panel, index) => (
                <PanelBox key={index} recipe={recipe} panel={panel} index={index} scale={scale} />
              ))}
              {recipe.panels.length === 0 && <p className="hint">An empty sheet. Add a panel with +.</p>}
            </div>
            <Caption key={name} recipe={recipe} />
          </div>
        </div>
      </div>
    </>
  );
}

/** The drawing as the files will have it, its embedded fonts too. */
function Picture({ recipe, sight }: { recipe: Recipe; sight: Sight }) {
  const svg = useFigures((state) => state.drawn?.svg);
  const url = useMemo(
    () => (svg === undefined ? null : URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))),
    [svg],
  );
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  if (url === null) return null;
  return <img className={`drawn ${sight}`} src={url} alt={recipe.title} draggable={false} />;
}

function History() {
  const done = useFigures((state) => state.done.at(-1)?.name);
  const undone = useFigures((state) => state.undone.at(-1)?.name);
  const [undo, redo] = undoAndRedo;
  return (
    <>
      <IconButton
        icon={Undo2}
        name={done === undefined ? 'Undo' : `Undo: ${done}`}
        command="edit.undo"
        disabled={done === undefined}
        onClick={() => undo && perform(undo)}
      />
      <IconButton
        icon={Redo2}
        name={undone === undefined ? 'Redo' : `Redo: ${undone}`}
        command="edit.redo"
        disabled={undone === undefined}
        onClick={() => redo && perform(redo)}
      />
    </>
  );
}

function AddPanel({ recipe }: { recipe: Recipe }) {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const video = useProject((state) => state.project?.videos.find(({ split }) => split === 'test')?.id) ?? '';
  const add = (kind: PanelKind) => {
    const evaluated = runs.filter((run) => run.reports['test']).map(({ id }) => id);
    const settings = kind === 'timeline' ? { video } : {};
    change('Add panel', withPanel(recipe, { kind, runs: evaluated.slice(0, 4).reverse(), settings }));
    selectPanel(recipe.panels.length);
  };
  return (
    <Popover
      name="Add panel"
      className="icon-button"
      role="menu"
      button={
        <>
          <Plus size={16} aria-hidden />
          <ChevronDown size={12} aria-hidden />
        </>
      }
    >
      {Object.entries(panelKinds).map(([kind, { name }]) => (
        <MenuItem key={kind} onClick={() => add(kind as PanelKind)}>
          {name}
        </MenuItem>
      ))}
    </Popover>
  );
}

function Caption({ recipe }: { recipe: Recipe }) {
  return (
    <div className="figure-caption">
      <textarea
        aria-label="Caption"
        rows={2}
        placeholder="Caption"
        value={recipe.caption}
        onChange={(event) => change('Edit caption', { ...recipe, caption: event.target.value })}
      />
      <p className="hint">caption, kept as text beside the figure</p>
    </div>
  );
}
