import { useId } from 'react';
import { overlap } from '../../../src-main/common/domain/span';
import type { Side } from '../../../src-main/common/labelling';
import { seekSeconds } from '../../player/playerStore';
import { useLabels } from '../../state/labels';
import { useProject } from '../../state/project';
import type { DrawnSegment } from '../../timeline/painters/lane';
import { boundaryAt, type Tracks } from '../../timeline/tracks';
import { formatCount, formatNumber, formatTime } from '../../ui/format';
import { MomentField } from './MomentField';

interface SegmentFactsProps {
  tracks: Tracks;
  segment: DrawnSegment;
  /** It can be changed. */
  inTruth: boolean;
}

/** When the segment is; of a true one also where it comes from and whether somebody has looked at it. */
export function SegmentFacts({ tracks, segment, inTruth }: SegmentFactsProps) {
  const { start, end } = segment;
  const frames = (boundaryAt(tracks, end) ?? 0) - (boundaryAt(tracks, start) ?? 0);
  return (
    <dl>
      {(['start', 'end'] as const).map((side) => (
        <Edge key={`${segment.id} ${side}`} side={side} {...{ tracks, segment, inTruth }} />
      ))}
      <dt>Length</dt>
      <dd>{formatNumber(end - start, 2)} s</dd>
      <dd className="hint">{tracks.clock ? formatCount(frames, 'frame') : ''}</dd>
      {inTruth && <Origin video={tracks.video} id={segment.id} />}
      <dt>Reviewed</dt>
      <dd className="wide">{reviewed(tracks, segment)}</dd>
    </dl>
  );
}

function Edge({ side, tracks, segment, inTruth }: SegmentFactsProps & { side: Side }) {
  const id = useId();
  const seconds = segment[side];
  const name = side === 'start' ? 'Start' : 'End';
  if (inTruth) {
    return (
      <>
        <dt>
          <label htmlFor={id}>{name}</label>
        </dt>
        <dd className="wide row tight">
          <MomentField id={id} side={side} seconds={seconds} tracks={tracks} />
        </dd>
      </>
    );
  }
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <button type="button" className="link mono" onClick={() => seekSeconds(seconds)}>
          {formatTime(seconds)}
        </button>
      </dd>
      <dd className="hint mono">{tracks.clock ? `f ${boundaryAt(tracks, seconds)}` : ''}</dd>
    </>
  );
}

function Origin({ video, id }: { video: string; id: string }) {
  const origin = useLabels(({ known }) => known[video]?.segments.find((segment) => segment.id === id)?.origin);
  const [by, of] = [origin?.split(':')[0], origin?.slice((origin?.indexOf(':') ?? 0) + 1)];
  const run = useProject(({ runs }) => runs?.find((one) => one.id === of)?.name ?? of);
  return (
    <>
      <dt>Origin</dt>
      <dd className="wide ellipsis" title={origin}>
        {by === 'human' ? 'human' : by === 'model' ? `accepted from ${run}` : `imported, ${of}`}
      </dd>
    </>
  );
}

function reviewed(tracks: Tracks, { start, end }: DrawnSegment): string {
  const seen = tracks.reviewed.reduce((sum, span) => sum + overlap(span, { start, end }), 0);
  if (seen <= 0) return 'no';
  if (seen > end - start - 0.01) return 'yes';
  return `partly, ${formatNumber(seen, 1)} of ${formatNumber(end - start, 1)} s`;
}
