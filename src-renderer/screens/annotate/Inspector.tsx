/** The chosen segment: what it is, when, and which segments of the other lanes overlap it most. */
import { ChevronLeft, ChevronRight, CopyPlus, ScanSearch, ThumbsDown, ThumbsUp } from 'lucide-react';
import { overlap } from '../../../src-main/common/domain/span';
import { CommandIconButton } from '../../components/CommandButton';
import { stepSegment, useLanes } from '../../timeline/lanes';
import { isTruth } from '../../timeline/rows';
import type { DrawnSegment } from '../../timeline/painters/lane';
import type { Tracks } from '../../timeline/tracks';
import { IconButton } from '../../ui/Button';
import { keyLabel } from '../../ui/Kbd';
import { useKeyOf } from '../../ui/keyOf';
import { PanelHead } from '../../ui/Region';
import { ClassName } from '../../components/ClassName';
import { Nearest } from '../../components/Nearest';
import { Overlaps } from './Overlaps';
import { useScoredRun } from './scoredRun';
import { FlagButton, SegmentEditor } from './SegmentEditor';
import { SegmentFacts } from './SegmentFacts';
import { SegmentOpinion } from './SegmentOpinion';

export function Inspector() {
  const { tracks, lanes, chosen } = useLanes();
  if (!tracks || !chosen) {
    return (
      <>
        <PanelHead title="Segment" />
        <NothingChosen />
      </>
    );
  }
  const { segment } = chosen;
  const inTruth = isTruth(chosen.lane);
  const lane = lanes.find(({ key }) => key === chosen.lane)?.segments ?? [];
  const index = lane.findIndex((candidate) => candidate.id === segment.id);
  return (
    <>
      <PanelHead title="Segment" count={`${index + 1} of ${lane.length}`}>
        <span className="space" />
        <CommandIconButton icon={ScanSearch} name="Find moments like this" command="moments.like" />
        <IconButton
          icon={ChevronLeft}
          name="Previous segment"
          command="segment.previous"
          disabled={index <= 0}
          onClick={() => stepSegment(-1)}
        />
        <IconButton
          icon={ChevronRight}
          name="Next segment"
          command="segment.next"
          disabled={index >= lane.length - 1}
          onClick={() => stepSegment(1)}
        />
      </PanelHead>
      <div className="segment-facts">
        <section>
          <ClassName id={segment.classId} strong />
          <SegmentFacts tracks={tracks} segment={segment} inTruth={inTruth} />
        </section>
        {!inTruth && <PredictionTools />}
        {inTruth && <SegmentEditor video={tracks.video} id={segment.id} classId={segment.classId} />}
        <SegmentOpinion
          tracks={tracks}
          segment={segment}
          truth={inTruth ? [segment.classId] : trueClasses(tracks, segment)}
        />
        <Overlaps tracks={tracks} lane={chosen.lane} segment={segment} />
        <NearestToRun tracks={tracks} segment={segment} />
      </div>
    </>
  );
}

function NothingChosen() {
  const key = useKeyOf('segment.next');
  return (
    <p className="hint annotate-none">
      Nothing selected. Click a segment{key !== undefined && ` or press ${keyLabel(key)}`}.
    </p>
  );
}

function NearestToRun({ tracks, segment }: { tracks: Tracks; segment: DrawnSegment }) {
  const run = useScoredRun(tracks);
  const { start, end } = segment;
  if (!run?.settings) return null;
  return <Nearest key={`${run.id} ${segment.id}`} run={run.id} video={tracks.video} start={start} end={end} />;
}

/** What can be made of the chosen prediction. */
function PredictionTools() {
  return (
    <section>
      <div className="row tight">
        <CommandIconButton icon={ThumbsUp} name="Accept the prediction" command="label.accept" />
        <CommandIconButton icon={ThumbsDown} name="Reject the prediction, or not" command="label.reject" />
        <CommandIconButton icon={CopyPlus} name="Copy to the truth" command="label.copy" />
        <FlagButton />
      </div>
    </section>
  );
}

/** Classes of the true segments that share more than half of their time, or of its, with a predicted one. */
const trueClasses = ({ truth }: Tracks, segment: DrawnSegment): number[] =>
  truth
    .flatMap((lane) => lane.segments)
    .filter((one) => overlap(one, segment) > Math.min(one.end - one.start, segment.end - segment.start) / 2)
    .map(({ classId }) => classId);
