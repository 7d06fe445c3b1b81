/** Entropy: how scattered the wrong labels of each class are, of a run and of another beside it. */
import './entropy.css';
import { useState } from 'react';
import type { DiversityReport } from '../../../src-main/common/domain/diversity';
import { classifiesSteps } from '../../../src-main/common/domain/run';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { goTo, useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { Tick } from '../../ui/fields';
import { PanelHead, Region } from '../../ui/Region';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { ChosenChip } from '../../components/ChosenChip';
import { RunChoice } from '../../components/RunChoice';
import { AddToFigures } from '../../components/AddToFigures';
import { ClassPanel } from './ClassPanel';
import { ClassTable } from './ClassTable';
import { DistributionChart } from './DistributionChart';
import { allRight, chooseClass, EntropyStrip, useDiversity, useShown } from '../../components/EntropyStrip';

export function EntropyScreen() {
  const runs = useProject((state) => state.runs);
  const { run, against } = useComparedRuns();
  const split = useView((view) => view.split);
  const [countBackground, setCountBackground] = useState(false);
  const asked = [run, against].flatMap((one) => one ?? []);
  const { report, error } = useDiversity(asked, countBackground);
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
        <ChosenChip unit={classifiesSteps(run) ? 'step' : 'clip'} />
        <span className="push" />
        <Tick checked={countBackground} onTick={setCountBackground}>
          count background
        </Tick>
        <AddToFigures
          wish={() => ({
            kind: 'entropy',
            runs: asked.map(({ id }) => id),
            settings: { split, background: countBackground, show: asked.length > 1 ? 'distribution' : 'classes' },
          })}
        />
      </header>
      <Failure error={error} inset />
      {!report && !error && <Skeleton rows={8} what="Counting wrong labels" />}
      {report && <Diversity report={report} />}
    </Region>
  );
}

function Diversity({ report }: { report: DiversityReport }) {
  const { rows, own, names } = useShown(report, 'entropy');
  if (rows.length === 0) {
    return <Empty heading="No action is wrong">{allRight(report)}</Empty>;
  }
  return (
    <div className="entropy-body">
      <div className="entropy-main">
        <EntropyStrip
          report={report}
          beside={(shown) => (
            <>
              <DistributionChart rows={shown.rows} names={shown.names} />
              <ClassTable
                report={report}
                rows={shown.rows}
                names={shown.names}
                chosen={shown.own?.classId ?? null}
                onChoose={chooseClass}
              />
            </>
          )}
        />
      </div>
      <aside className="inspector entropy-side">
        <PanelHead title={own ? `Wrong labels of ${own.name}` : 'Wrong labels'} />
        {own && <ClassPanel report={report} row={own} names={names} />}
      </aside>
    </div>
  );
}
