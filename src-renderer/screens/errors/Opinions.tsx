import type { StepReadout } from '../../../src-main/common/contract/runs';
import type { ErrorRow } from '../../state/errorRows';
import { useComparedRuns } from '../../state/selection';
import { useView } from '../../state/view';
import { formatTime } from '../../ui/format';
import { ClassBars } from '../../components/ClassBars';
import { ClassName } from '../../components/ClassName';
import { useReadouts } from '../../components/readouts';

/** The five most probable classes of both runs at the playhead, and what a generative run wrote. */
export function Opinions({ row }: { row: ErrorRow }) {
  const { run, against } = useComparedRuns();
  const readouts = useReadouts(row.video);
  const playhead = useView((view) => view.playhead);
  return [run, against].map((one) => {
    if (!one) return null;
    const readout = readouts.find((candidate) => candidate.run === one.id);
    return (
      <section key={one.id} aria-label={`${one.name} at the playhead`}>
        <h3 className="row">
          <span className="ellipsis">{one.name}</span>
          <span className="hint mono">{formatTime(playhead)}</span>
        </h3>
        {readout ? (
          <Opinion readout={readout} truth={row.truthClass} />
        ) : (
          <p className="hint">It has not seen this moment.</p>
        )}
      </section>
    );
  });
}

function Opinion({ readout, truth }: { readout: StepReadout; truth: number | null }) {
  const { top, decided, text, distance } = readout;
  return (
    <>
      <ClassBars top={top} truth={truth === null ? [] : [truth]} />
      {top.length === 0 && decided !== null && (
        <>
          <ClassName id={decided} strong={decided === truth} />
          <p className="hint">No scores: this run has labels only.</p>
        </>
      )}
      {text !== null && (
        <p className="hint">
          Wrote “{text}”
          {distance !== null && distance > 0 && `, ${distance} ${distance === 1 ? 'edit' : 'edits'} from its class`}
        </p>
      )}
    </>
  );
}
