/** Train: settings on the left, the run that is looked at above, all runs and the queue below. */
import './train.css';
import { useStoredNumber } from '../../ui/stored';
import { Splitter } from '../../ui/Splitter';
import { PanelHead, Region } from '../../ui/Region';
import { RunsTable } from '../../components/RunsTable';
import { noRuns, useProject } from '../../state/project';
import { useShownRun } from '../../state/selection';
import { LiveRun } from './LiveRun';
import { QueueList } from '../../components/QueueList';
import { TrainForm } from './TrainForm';

const formWidth = 384;
const chartHeight = 352;

export function TrainScreen() {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const shown = useShownRun();
  const [width, setWidth] = useStoredNumber('train.form', formWidth);
  const [height, setHeight] = useStoredNumber('train.charts', chartHeight);
  return (
    <div className="train-screen">
      <Region name="New run" className="train-form" style={{ width }}>
        <TrainForm />
      </Region>
      <Splitter
        name="Width of the form"
        direction="column"
        size={width}
        initial={formWidth}
        min={376}
        max={520}
        onSize={setWidth}
      />
      <div className="train-right">
        <Region name="Run" className="train-live" style={{ height }}>
          <LiveRun />
        </Region>
        <Splitter
          name="Height of the charts"
          direction="row"
          size={height}
          initial={chartHeight}
          min={200}
          max={640}
          onSize={setHeight}
        />
        <div className="train-bottom">
          <Region name="Runs">
            <PanelHead title="Runs" count={runs.length} />
            <RunsTable current={shown?.id ?? null} split="test" compact />
          </Region>
          <Region name="Queue" className="train-queue">
            <QueueList />
          </Region>
        </div>
      </div>
    </div>
  );
}
