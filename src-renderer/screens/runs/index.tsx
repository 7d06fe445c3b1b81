/**
 * Runs: settings and scores of every run, one against a pinned baseline, curves overlaid, and what can be done with it.
 */
import './runs.css';
import { Columns3, FileChartColumn } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { type SplitName, splitNames } from '../../../src-main/common/domain/project';
import { perform } from '../../actions';
import { importPredictions } from '../../actions/importPredictions';
import { raise } from '../../state/notices';
import { noRuns, refresh, useProject } from '../../state/project';
import { useShownRun } from '../../state/selection';
import { useAnalysis } from '../../state/useAnalysis';
import { setLinked, useView } from '../../state/view';
import type { Column } from '../../tables/column';
import { Button } from '../../ui/Button';
import { SearchInput, Segmented, Select, Tick } from '../../ui/fields';
import { Popover } from '../../ui/Popover';
import { PanelHead, Region } from '../../ui/Region';
import { Splitter } from '../../ui/Splitter';
import { useStoredNumber } from '../../ui/stored';
import { AddToFigures } from '../../components/AddToFigures';
import { Comparison } from './Comparison';
import { type Beside, differingSettings, runColumns } from '../../components/runColumns';
import { RunPanel } from './RunPanel';
import { RunsTable } from '../../components/RunsTable';

const comparisonHeight = 316;

export function RunsScreen() {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const run = useShownRun();
  const chosenSplit = useView((view) => view.split);
  const split = splitNames.find((name) => name === chosenSplit) ?? 'test';
  // Labels may have changed since, so that scores are not what they would be now.
  useEffect(() => void refresh.runs().catch((error: unknown) => raise('reload-runs', error)), []);
  const [query, setQuery] = useState('');
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [height, setHeight] = useStoredNumber('runs.comparison', comparisonHeight);
  const { beside, unscored, baseline, error } = useBeside(split);
  return (
    <div className="runs-screen">
      <div className="runs-main">
        <Region name="Runs">
          <PanelHead title="Runs" count={runs.length}>
            <Button className="push" icon={FileChartColumn} onClick={() => perform(importPredictions)}>
              Import predictions
            </Button>
          </PanelHead>
          <Toolbar
            query={query}
            onQuery={setQuery}
            split={split}
            beside={beside}
            baseline={baseline}
            hidden={hidden}
            onHidden={setHidden}
          />
          <RunsTable
            current={run?.id ?? null}
            split={split}
            query={query}
            beside={beside}
            hidden={hidden}
            ticked={ticked}
            onTicked={setTicked}
          />
        </Region>
        <Splitter
          name="Height of the comparison"
          direction="row"
          after
          size={height}
          initial={comparisonHeight}
          min={160}
          max={600}
          onSize={setHeight}
        />
        <Region name="Comparison" style={{ height }}>
          {run && (
            <Comparison
              run={run}
              split={split}
              statistics={beside.statistics}
              unscored={unscored}
              ticked={ticked}
              error={error}
            />
          )}
        </Region>
      </div>
      <Region name="Run" className="inspector">
        {run ? <RunPanel key={run.id} run={run} split={split} /> : <PanelHead title="Run" />}
      </Region>
    </div>
  );
}

interface ToolbarProps {
  query: string;
  onQuery: (query: string) => void;
  split: SplitName;
  beside: Beside;
  /** Id of the run that others are compared with. */
  baseline: string | null;
  /** Ids of columns. */
  hidden: readonly string[];
  onHidden: (hidden: readonly string[]) => void;
}

function Toolbar({ query, onQuery, split, beside, baseline, hidden, onHidden }: ToolbarProps) {
  const runs = useProject((state) => state.runs) ?? noRuns;
  return (
    <div className="toolbar">
      <SearchInput
        data-find
        aria-label="Find a run"
        placeholder="Name or kind"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
      />
      <span className="label">Scores on</span>
      <Segmented
        label="Scores on"
        value={split}
        choices={splitNames.map((name) => ({ value: name, label: name }))}
        onValue={(name) => setLinked({ split: name })}
      />
      <label className="label push" htmlFor="baseline">
        Baseline
      </label>
      <Select
        id="baseline"
        value={baseline ?? ''}
        choices={[{ value: '', label: 'none' }, ...runs.map(({ id, name }) => ({ value: id, label: name }))]}
        onValue={(id) => setLinked({ against: id === '' ? null : id })}
      />
      <AddToFigures
        wish={() => ({
          kind: 'scores',
          runs: runs.filter((one) => one.reports[split]).map(({ id }) => id),
          settings: { split },
        })}
      />
      <ColumnsMenu columns={runColumns(runs, split, beside).slice(1)} hidden={hidden} onHidden={onHidden} />
    </div>
  );
}

/** Intervals of every run that has predictions, and its differences from the pinned baseline. */
function useBeside(split: SplitName): {
  beside: Beside;
  unscored: ReadonlyMap<string, string>;
  baseline: string | null;
  error: Error | null;
} {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const pinned = useView((view) => view.against);
  const baseline = runs.find(({ id }) => id === pinned)?.id ?? null;
  const scored = runs.filter((run) => run.predicted.includes(split)).map(({ id }) => id);
  const { report, error } = useAnalysis(
    'statistics.scores',
    scored.length === 0 ? null : { runs: scored, split, baseline },
  );
  const beside = useMemo<Beside>(
    () => ({
      statistics: new Map(report?.runs.filter((one) => one.split === split).map((one) => [one.run, one])),
      settings: differingSettings(runs),
      baseline: baseline !== null,
    }),
    [report, split, runs, baseline],
  );
  const unscored = useMemo(() => new Map(report?.unscored.map((one) => [one.run, one.message])), [report]);
  return { beside, unscored, baseline, error };
}

interface ColumnsMenuProps {
  /** All but the names of the runs, which stay. */
  columns: readonly Column<RunSummary>[];
  hidden: readonly string[];
  onHidden: (hidden: readonly string[]) => void;
}

function ColumnsMenu({ columns, hidden, onHidden }: ColumnsMenuProps) {
  return (
    <Popover name="Columns" className="icon-button" button={<Columns3 size={16} aria-hidden />}>
      <div className="columns-menu">
        {columns.map(({ id, title }, i) => (
          <Tick
            key={id}
            checked={!hidden.includes(id)}
            onTick={(shown) => onHidden(shown ? hidden.filter((one) => one !== id) : [...hidden, id])}
          >
            {title === '95 %' ? `${columns[i - 1]?.title ?? ''} 95 %` : title}
          </Tick>
        ))}
      </div>
    </Popover>
  );
}
