/** Runs: settings and scores of every run, and what can be done with the chosen one. */
import './runs.css';
import { Columns3, FileChartColumn } from 'lucide-react';
import { useState } from 'react';
import { type SplitName, splitNames } from '../../../src-main/common/domain/project';
import { perform } from '../../actions';
import { importPredictions } from '../../actions/importPredictions';
import { noRuns, useProject } from '../../state/project';
import { useShownRun } from '../../state/selection';
import { Button } from '../../ui/Button';
import { SearchInput, Segmented, Tick } from '../../ui/fields';
import { Popover } from '../../ui/Popover';
import { PanelHead, Region } from '../../ui/Region';
import { AddToFigures } from '../figures/AddToFigures';
import { runColumns } from './columns';
import { RunPanel } from './RunPanel';
import { RunsTable } from './RunsTable';

export function RunsScreen() {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const run = useShownRun();
  const [split, setSplit] = useState<SplitName>('test');
  const [query, setQuery] = useState('');
  const [hidden, setHidden] = useState<readonly string[]>([]);
  return (
    <div className="runs-screen">
      <Region name="Runs">
        <PanelHead title="Runs" count={runs.length}>
          <Button className="push" icon={FileChartColumn} onClick={() => perform(importPredictions)}>
            Import predictions
          </Button>
        </PanelHead>
        <div className="toolbar">
          <SearchInput
            data-find
            aria-label="Find a run"
            placeholder="Name or kind"
            value={query}
            onChange={(e) => setQuery(e.target.value)}
          />
          <span className="label">Scores on</span>
          <Segmented
            label="Scores on"
            value={split}
            choices={splitNames.map((name) => ({ value: name, label: name }))}
            onValue={setSplit}
          />
          <span className="push" />
          <AddToFigures
            wish={() => ({
              kind: 'scores',
              runs: runs.filter((one) => one.reports[split]).map(({ id }) => id),
              settings: { split },
            })}
          />
          <ColumnsMenu hidden={hidden} onHidden={setHidden} />
        </div>
        <RunsTable current={run?.id ?? null} split={split} query={query} hidden={hidden} />
      </Region>
      <Region name="Run" className="inspector">
        {run ? <RunPanel key={run.id} run={run} split={split} /> : <PanelHead title="Run" />}
      </Region>
    </div>
  );
}

function ColumnsMenu({
  hidden,
  onHidden,
}: {
  hidden: readonly string[];
  onHidden: (hidden: readonly string[]) => void;
}) {
  const [, ...columns] = runColumns('test');
  return (
    <Popover name="Columns" className="icon-button" button={<Columns3 size={16} aria-hidden />}>
      <div className="columns-menu">
        {columns.map(({ id, title }) => (
          <Tick
            key={id}
            checked={!hidden.includes(id)}
            onTick={(shown) => onHidden(shown ? hidden.filter((one) => one !== id) : [...hidden, id])}
          >
            {title}
          </Tick>
        ))}
      </div>
    </Popover>
  );
}
