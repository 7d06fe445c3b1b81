/** The chosen segment beside every other lane: what is said of it, and by which segment, or which overlaps it most. */
import { spanIou } from '../../../src-main/common/domain/span';
import { ClassName } from '../../components/ClassName';
import { useProject } from '../../state/project';
import { isErrorKind, KindLetter } from '../../ui/KindLetter';
import { judgementOf } from '../../state/verdicts';
import { chosenRun } from '../../timeline/hands/hands';
import { useLanes } from '../../timeline/lanes';
import type { DrawnSegment } from '../../timeline/painters/lane';
import { isTruth } from '../../timeline/rows';
import type { Tracks } from '../../timeline/tracks';
import { formatNumber, formatTime } from '../../ui/format';

interface OverlapsProps {
  tracks: Tracks;
  /** Key of the lane that the segment is in. */
  lane: string;
  segment: DrawnSegment;
}

export function Overlaps({ tracks, lane, segment }: OverlapsProps) {
  const runs = useProject((mirrors) => mirrors.runs);
  const truth = isTruth(lane);
  const seen = tracks.runs.filter((run) => run.segments !== null);
  return (
    <section>
      <h3 className="row">
        {truth ? 'Against predictions' : 'Against the truth'}
        <span className="space" />
        <span className="hint">IoU</span>
      </h3>
      {!truth && (
        <Overlap
          name="Ground truth"
          others={tracks.truth.flatMap(({ segments }) => segments)}
          segment={segment}
          run={chosenRun()}
          inTruth={false}
        />
      )}
      {truth && seen.length === 0 && <span className="hint">No run has seen this video.</span>}
      {truth &&
        seen.map(({ run, lane: { segments } }) => (
          <Overlap
            key={run}
            name={runs?.find(({ id }) => id === run)?.name ?? run}
            others={segments}
            segment={segment}
            run={run}
            inTruth
          />
        ))}
    </section>
  );
}

interface OverlapProps {
  name: string;
  /** Segments of the other lane. */
  others: readonly DrawnSegment[];
  segment: DrawnSegment;
  /** Whose verdict on the segment is told. */
  run: string | null;
  inTruth: boolean;
}

function Overlap({ name, others, segment, run, inTruth }: OverlapProps) {
  const judged = useLanes(({ verdicts }) => verdicts.find((one) => one.run === run));
  const { verdict = null, by = null } = (judged && judgementOf(judged, segment, inTruth)) ?? {};
  const other = by ?? mostOverlapping(others, segment);
  const letter = verdict !== null && isErrorKind(verdict) && <KindLetter kind={verdict} />;
  return (
    <div className="overlap">
      <div className="row tight">
        {letter}
        <span className="label ellipsis">{name}</span>
        {verdict !== null && <span className={`verdict ${letter ? 'err' : 'ok'}`}>{verdict}</span>}
        <span className="number push">{other ? formatNumber(spanIou(segment, other), 2) : '—'}</span>
      </div>
      <div className="row tight">
        {other && <ClassName id={other.classId} strong={other.classId === segment.classId} />}
        <span className="hint number push">
          {other ? `${formatTime(other.start)} to ${formatTime(other.end)}` : 'nothing here'}
        </span>
      </div>
    </div>
  );
}

function mostOverlapping(others: readonly DrawnSegment[], segment: DrawnSegment): DrawnSegment | undefined {
  const [best] = others
    .map((other) => ({ other, iou: spanIou(segment, other) }))
    .filter(({ iou }) => iou > 0)
    .sort((a, b) => b.iou - a.iou);
  return best?.other;
}
