/** Errors: what a run got wrong, kind by kind and moment by moment, beside a second run; mended, marked and kept. */
import './errors.css';
import { Grid3x3 } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { classifiesSteps, taskOf } from '../../../src-main/common/domain/run';
import { on } from '../../client';
import { loadErrors, playThrough, useErrors } from '../../state/errors';
import { type ErrorRow, passing } from '../../state/errorRows';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { useTask } from '../../state/task';
import { goTo, useView } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { Region } from '../../ui/Region';
import { Splitter } from '../../ui/Splitter';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { useStoredNumber } from '../../ui/stored';
import { ChosenChip } from '../../components/ChosenChip';
import { ConfusionPanel } from './ConfusionPanel';
import { ErrorPanel } from './ErrorPanel';
import { ErrorsHead } from './ErrorsHead';
import { ErrorTable } from './ErrorTable';
import { Filters } from './Filters';
import { KindBar } from './KindBar';
import { RunChoice } from '../../components/RunChoice';

/** Five probable classes below the lanes fit, where they leave the list more than half of the window. */
const usualPanel = () => Math.min(332, Math.round(0.42 * window.innerHeight));

export function ErrorsScreen() {
  const runs = useProject((state) => state.runs);
  const { run, against } = useComparedRuns();
  const split = useView((view) => view.split);
  const ofSteps = run !== undefined && classifiesSteps(run);
  useLoadedErrors(ofSteps ? run.id : undefined, split, against?.id ?? null);
  if (runs === undefined) return <Skeleton rows={8} what="Reading the runs" />;
  if (!run) {
    return (
      <Empty heading="No runs yet" actions={<Button onClick={() => goTo('runs')}>Go to Runs</Button>}>
        Train one, or import predictions.
      </Empty>
    );
  }
  return ofSteps ? <Errors run={run.id} split={split} /> : <Clips run={run} split={split} />;
}

/** A clip has no edges to be wrong, so what is left is what it is taken for. */
function Clips({ run, split }: { run: RunSummary; split: string }) {
  return (
    <div className="errors-screen with-confusions of-clips">
      <Region name="Errors" className="errors-list">
        <header className="panel-head tall errors-head">
          <h2>Errors of</h2>
          <RunChoice />
          <span className="push" />
          <ChosenChip unit="clip" />
        </header>
        <Empty heading={`${run.name} answers ${taskOf(run)}, a clip at a time`}>
          Kinds of errors need segments. What its clips are taken for is told by the confusion matrix.
        </Empty>
      </Region>
      <Region name="Confusions" className="errors-confusions">
        <ConfusionPanel run={run.id} split={split} unit="clip" />
      </Region>
    </div>
  );
}

/** Reads the errors again whenever runs or labels have changed. */
function useLoadedErrors(run: string | undefined, split: string, against: string | null): void {
  const annotations = useProject((state) => state.annotationsRevision);
  const runs = useProject((state) => state.runs);
  const thresholds = useView((view) => view.errorThresholds);
  const { run: load } = useTask(loadErrors);
  useEffect(() => {
    if (run === undefined) return;
    const read = () => load(run, split, against, thresholds);
    read();
    return on('labels.changed', read);
  }, [run, split, against, thresholds, annotations, runs, load]);
}

/** Rows that the filters let pass: of every kind, and of the chosen ones. */
function useRows(): { found: readonly ErrorRow[]; shown: readonly ErrorRow[] } {
  const rows = useErrors((state) => state.rows);
  const marks = useErrors((state) => state.marks);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const truthClass = useView((view) => view.truthClass);
  const predictedClass = useView((view) => view.predictedClass);
  const steps = useView((view) => view.steps);
  const kinds = useView((view) => view.kinds);
  // Typing goes on while a hundred thousand rows are looked through.
  const filter = useDeferredValue(useView((view) => view.errorFilter));
  const found = useMemo(
    () => (taxonomy ? passing(rows, { truthClass, predictedClass, steps, filter }, taxonomy, marks) : []),
    [rows, truthClass, predictedClass, steps, filter, taxonomy, marks],
  );
  const shown = useMemo(() => (kinds ? found.filter(({ kind }) => kinds.includes(kind)) : found), [found, kinds]);
  return { found, shown };
}

/** There the confusions have no room beside the list and cover a part of it. */
const narrow = 1200;

function Errors({ run, split }: { run: string; split: string }) {
  const [confusions, setConfusions] = useState(window.innerWidth >= narrow);
  const report = useErrors((state) => state.report);
  const error = useErrors((state) => state.error);
  const errorRow = useView((view) => view.errorRow);
  const open = useErrors((state) => state.rows.find(({ id }) => id === errorRow));
  const [height, setHeight] = useStoredNumber('errors.panel', usualPanel());
  const { found, shown } = useRows();
  useEffect(() => () => playThrough(false), []);
  return (
    <div
      className={`errors-screen ${confusions ? 'with-confusions' : ''}`}
      style={{ '--panel-height': `${height}px` } as React.CSSProperties}
    >
      <Region name="Errors" className="errors-list">
        <ErrorsHead shown={shown}>
          <IconButton
            icon={Grid3x3}
            name="Confusion matrix"
            on={confusions}
            onClick={() => setConfusions(!confusions)}
          />
        </ErrorsHead>
        <Failure error={error} />
        {report === null && error === null && <Skeleton rows={8} what="Comparing predictions with the truth" />}
        {report && (
          <>
            <KindBar report={report} found={found} />
            <Filters count={shown.length} />
            <ErrorTable rows={shown} report={report} />
          </>
        )}
      </Region>
      {open && (
        <Splitter
          name="Height of the error"
          direction="row"
          after
          size={height}
          initial={usualPanel()}
          min={200}
          max={560}
          onSize={setHeight}
        />
      )}
      {open && <ErrorPanel row={open} />}
      {confusions && (
        <Region name="Confusions" className="errors-confusions">
          <ConfusionPanel run={run} split={split} unit="step" />
        </Region>
      )}
    </div>
  );
}
