/** What is known of the moment at the playhead: the truth, and each run's most probable classes or its text. */
import { useMemo } from 'react';
import type { StepReadout } from '../../../src-main/common/contract/runs';
import { useLanes } from '../../timeline/lanes';
import { type DrawnSegment, segmentAt } from '../../timeline/painters/lane';
import type { Tracks } from '../../timeline/tracks';
import { usePlayer } from '../../player/playerStore';
import { useProject } from '../../state/project';
import { wrongSegments } from '../../state/verdicts';
import { useView } from '../../state/view';
import { formatNumber } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { ClassName } from '../../components/ClassName';
import { useReadouts } from '../../components/readouts';
import { WindowSeen } from './WindowSeen';

export function Readout({ tracks }: { tracks: Tracks | null }) {
  const frame = usePlayer((state) => state.frame);
  const playhead = useView((view) => view.playhead);
  const readouts = useReadouts(tracks?.video ?? null);
  const truth = tracks?.truth.map((lane) => segmentAt(lane, playhead)).filter((segment) => segment !== null) ?? [];
  const reviewed = tracks?.reviewed.some(({ start, end }) => playhead >= start && playhead < end) ?? false;
  return (
    <>
      <PanelHead title="At playhead" count={frame < 0 ? undefined : `f ${frame}`} />
      <div className="readout">
        <section>
          <h3 className="label">Ground truth</h3>
          {truth.map((segment) => (
            <div className="readout-truth" key={segment.id}>
              <ClassName id={segment.classId} strong />
              <span className="hint ellipsis">{laneName(tracks, segment)}</span>
            </div>
          ))}
          {truth.length === 0 && <span className="hint">{reviewed ? 'background' : 'not reviewed'}</span>}
        </section>
        {readouts.map((readout) => (
          <RunReadout
            key={readout.run}
            readout={readout}
            truth={truth.map((segment) => segment.classId)}
            reviewed={reviewed}
          />
        ))}
        {readouts.length === 0 && <p className="hint">No run has seen this moment.</p>}
        {tracks && <WindowSeen tracks={tracks} />}
      </div>
    </>
  );
}

/** Where there are several. */
const laneName = (tracks: Tracks | null, segment: DrawnSegment): string | undefined =>
  tracks && tracks.lanes.length > 1
    ? tracks.lanes.find(({ levels }) => levels.some(({ segments }) => segments.includes(segment)))?.name
    : undefined;

function RunReadout({
  readout,
  truth,
  reviewed,
}: {
  readout: StepReadout;
  truth: readonly number[];
  reviewed: boolean;
}) {
  const name = useProject((mirrors) => mirrors.runs?.find((run) => run.id === readout.run)?.name ?? readout.run);
  const background = useProject(
    (mirrors) => mirrors.project?.taxonomy.classes.find((entry) => entry.background)?.id ?? 0,
  );
  const decided = readout.decided ?? background;
  const wrong = useWrongAt(readout.run);
  const right = truth.length === 0 ? decided === background : truth.includes(decided);
  return (
    <section>
      <h3 className="row">
        <span className="label ellipsis">{name}</span>
        {reviewed && <span className={`verdict ${right ? 'ok' : 'err'}`}>{right ? 'right' : wrong}</span>}
      </h3>
      {readout.top.slice(0, 3).map(({ classId, probability }) => (
        <div className="readout-row" key={classId}>
          <ClassName id={classId} strong={classId === decided} />
          <span className="number">{formatNumber(probability, 2)}</span>
        </div>
      ))}
      {readout.top.length === 0 && <ClassName id={decided} strong />}
      {readout.text !== null && (
        <p className="hint">
          Text “{readout.text}”
          {readout.distance === null || readout.distance === 0
            ? ''
            : `, ${readout.distance} ${readout.distance === 1 ? 'edit' : 'edits'} away`}
        </p>
      )}
      {readout.entropy !== null && (
        <div className="readout-row hint">
          <span>Entropy</span>
          <span className="number">{formatNumber(readout.entropy, 2)} nats</span>
        </div>
      )}
    </section>
  );
}

/** What is wrong with what a run says at the playhead, where that is known. */
function useWrongAt(run: string): string {
  const playhead = useView((view) => view.playhead);
  const verdicts = useLanes((state) => state.verdicts);
  const wrong = useMemo(
    () => verdicts.filter((one) => one.run === run).flatMap((judged) => wrongSegments(judged)),
    [verdicts, run],
  );
  return wrong.find(({ start, end }) => start <= playhead && playhead < end)?.kind ?? 'wrong';
}
