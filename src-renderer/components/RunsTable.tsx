import { useMemo } from 'react';
import type { RunSummary } from '../../src-main/common/contract/runs';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import type { SplitName } from '../../src-main/common/domain/project';
import { perform } from '../actions';
import { importPredictions } from '../actions/importPredictions';
import { noJobs, runOf, useJobs } from '../state/jobs';
import { useProject } from '../state/project';
import { goTo, selectRun, useView } from '../state/view';
import { Table } from '../tables/Table';
import { Button } from '../ui/Button';
import { Empty, Skeleton } from '../ui/status';
import { type Beside, hiddenWhenCompact, runColumns } from './runColumns';

interface RunsTableProps {
  /** The run that is shown beside the table. */
  current: string | null;
  /** The split whose scores are shown. */
  split: SplitName;
  query?: string;
  beside?: Beside;
  hidden?: readonly string[];
  compact?: boolean;
  ticked?: ReadonlySet<string>;
  onTicked?: (runs: ReadonlySet<string>) => void;
}

const nothingBeside: Beside = { statistics: new Map(), settings: [], baseline: false };

const idOf = (run: RunSummary) => run.id;

/** All runs; in Train beside the charts, in Runs at full height. */
export function RunsTable(props: RunsTableProps) {
  const { current, split, query = '', beside = nothingBeside, hidden, compact = false, ticked, onTicked } = props;
  const runs = useProject((state) => state.runs);
  const screen = useView((state) => state.screen);
  const columns = useMemo(() => runColumns(runs ?? [], split, beside), [runs, split, beside]);
  const wanted = query.trim().toLowerCase();
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const rows = useMemo(
    () =>
      withProgress(runs ?? [], jobs).filter((run) =>
        `${run.name} ${run.settings?.kind ?? 'imported'}`.toLowerCase().includes(wanted),
      ),
    [runs, jobs, wanted],
  );
  if (runs === undefined) return <Skeleton rows={6} what="Reading runs" />;
  return (
    <Table
      label="Runs"
      rows={rows}
      columns={columns}
      idOf={idOf}
      current={current}
      onCurrent={selectRun}
      {...(ticked && onTicked ? { ticked, onTicked } : {})}
      onOpen={() => goTo(screen === 'runs' ? 'train' : 'runs')}
      sort={{ column: 'created', descending: true }}
      hidden={compact ? hiddenWhenCompact : (hidden ?? [])}
      empty={
        wanted ? (
          <p className="no-match label">No runs match. Clear “{query}”.</p>
        ) : compact ? null : (
          <Empty
            heading="No runs yet"
            actions={
              <>
                <Button kind="primary" onClick={() => goTo('train')}>
                  Train
                </Button>
                <Button onClick={() => perform(importPredictions)}>Import predictions</Button>
              </>
            }
          >
            Train one, or import predictions.
          </Empty>
        )
      }
    />
  );
}

/** The runs with the updates that jobs under way have come to, which run.json does not yet say. */
function withProgress(runs: readonly RunSummary[], jobs: readonly JobRecord[]): readonly RunSummary[] {
  const training = jobs.filter((job) => job.state === 'running' && job.progress?.unit === 'updates');
  if (training.length === 0) return runs;
  return runs.map((run) => {
    const progress = training.find((job) => runOf(job) === run.id)?.progress;
    return progress ? { ...run, stepsDone: progress.done } : run;
  });
}
