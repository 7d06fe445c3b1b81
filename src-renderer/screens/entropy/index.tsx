/** Entropy: how scattered the wrong labels of each class are, of a run and of another beside it. */
import './entropy.css';
import { useMemo, useState } from 'react';
import type { DiversityReport } from '../../../src-main/common/domain/diversity';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { useAnalysis } from '../../state/useAnalysis';
import { goTo, setLinked, useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { Segmented, Tick } from '../../ui/fields';
import { PanelHead, Region } from '../../ui/Region';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { RunChoice } from '../errors/RunChoice';
import { AddToFigures } from '../figures/AddToFigures';
import { ClassPanel } from './ClassPanel';
import { ClassTable } from './ClassTable';
import { EntropyChart } from './EntropyChart';
import { type EntropyRow, entropyRows, type EntropySort } from './rows';

export function EntropyScreen() {
  const runs = useProject((state) => state.runs);
  const { run, against } = useComparedRuns();
  const split = useView((view) => view.split);
  const [countBackground, setCountBackground] = useState(false);
  const asked = run ? [run.id, ...(against && against.id !== run.id ? [against.id] : [])] : [];
  const { report, error } = useAnalysis(
    'entropy.report',
    asked.length > 0 ? { runs: asked, split, countBackground } : null,
  );
  if (runs === undefined) return <Skeleton rows={8} what="Reading the runs" />;
  if (!run) {
    return (
      <Empty heading="No runs yet" actions={<Button onClick={() => goTo('runs')}>Go to Runs</Button>}>
        Train one, or import predictions.
      </Empty>
    );
  }
  return (
    <Region name="Diversity" className="entropy-screen">
      <header className="panel-head tall">
        <h2>Wrong labels of</h2>
        <RunChoice />
        <span className="push" />
        <Tick checked={countBackground} onTick={setCountBackground}>
          count background
        </Tick>
        <AddToFigures
          wish={() => ({
            kind: 'entropy',
            runs: asked,
            settings: { split, background: countBackground, show: asked.length > 1 ? 'distribution' : 'classes' },
          })}
        />
      </header>
      {error && (
        <div className="inset">
          <Failure error={error} />
        </div>
      )}
      {!report && !error && <Skeleton rows={8} what="Counting wrong labels" />}
      {report && <Diversity report={report} names={new Map(runs.map(({ id, name }) => [id, name]))} />}
    </Region>
  );
}

interface DiversityProps {
  report: DiversityReport;
  /** Names of runs by id. */
  names: ReadonlyMap<string, string>;
}

function Diversity({ report, names }: DiversityProps) {
  const [sort, setSort] = useState<EntropySort>('entropy');
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const chosen = useView((view) => view.truthClass);
  const rows = useMemo(() => entropyRows(report, taxonomy?.classes ?? [], sort), [report, taxonomy, sort]);
  const own: EntropyRow | undefined = rows.find((row) => row.classId === chosen) ?? rows[0];
  const runNames = report.runs.map(({ run }) => names.get(run) ?? run);
  const choose = (truthClass: number) => setLinked({ truthClass, predictedClass: null });
  if (rows.length === 0) {
    return (
      <Empty heading="No action is wrong">
        Every step of an action has its own label{report.countBackground ? '' : ', or none'}.
      </Empty>
    );
  }
  return (
    <div className="entropy-body">
      <div className="entropy-main">
        <EntropyChart
          report={report}
          rows={rows}
          names={runNames}
          chosen={own?.classId ?? null}
          onChoose={choose}
          sort={
            <Segmented
              label="Sort"
              value={sort}
              choices={[
                { value: 'entropy', label: report.runs.length > 1 ? `${runNames[0]} − ${runNames[1]}` : 'Entropy' },
                { value: 'name', label: 'Name' },
                { value: 'errors', label: 'Errors' },
              ]}
              onValue={setSort}
            />
          }
        />
        <ClassTable report={report} rows={rows} names={runNames} chosen={own?.classId ?? null} onChoose={choose} />
      </div>
      <aside className="inspector entropy-side">
        <PanelHead title={own ? `Wrong labels of ${own.name}` : 'Wrong labels'} />
        {own && <ClassPanel report={report} row={own} names={runNames} />}
      </aside>
    </div>
  );
}
