/** The chosen segment: what it is, when, and which segments of the other lanes overlap it most. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { frameAt } from '../../../src-main/common/domain/video';
import { spanIou } from '../../../src-main/common/domain/span';
import { seekSeconds } from '../../player/playerStore';
import { useProject } from '../../state/project';
import type { DrawnSegment } from '../../timeline/painters/segments';
import type { Tracks } from '../../timeline/tracks';
import { IconButton } from '../../ui/Button';
import { formatNumber, formatTime } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { ClassName } from './ClassName';
import type { Chosen } from './AnnotateScreen';

interface InspectorProps {
  tracks: Tracks | null;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}

export function Inspector({ tracks, chosen, onChoose }: InspectorProps) {
  if (!tracks || !chosen) {
    return (
      <>
        <PanelHead title="Segment" />
        <p className="hint annotate-none">Nothing selected. Click a segment.</p>
      </>
    );
  }
  const { segment, row } = chosen;
  const lane =
    row.kind === 'truth'
      ? tracks.truth.flatMap((level) => level.segments)
      : (tracks.runs.find((run) => run.run === row.run)?.lane.segments ?? []);
  const index = lane.findIndex((candidate) => candidate.id === segment.id);
  const go = (by: number) => {
    const next = lane[index + by];
    if (!next) return;
    onChoose({ segment: next, row });
    seekSeconds(next.start);
  };
  return (
    <>
      <PanelHead title="Segment" count={`${index + 1} of ${lane.length}`}>
        <span className="space" />
        <IconButton icon={ChevronLeft} name="Previous segment" disabled={index <= 0} onClick={() => go(-1)} />
        <IconButton icon={ChevronRight} name="Next segment" disabled={index >= lane.length - 1} onClick={() => go(1)} />
      </PanelHead>
      <div className="segment-facts">
        <section>
          <ClassName id={segment.classId} strong />
          <dl>
            <Moment name="Start" seconds={segment.start} tracks={tracks} />
            <Moment name="End" seconds={segment.end} tracks={tracks} />
            <dt>Length</dt>
            <dd>{formatNumber(segment.end - segment.start, 2)} s</dd>
            <dd className="hint">
              {tracks.clock ? `${frameOf(tracks, segment.end) - frameOf(tracks, segment.start)} frames` : ''}
            </dd>
          </dl>
        </section>
        <section>
          <h3 className="row">
            {row.kind === 'truth' ? 'Against predictions' : 'Against the truth'}
            <span className="space" />
            <span className="hint">IoU</span>
          </h3>
          <Overlaps tracks={tracks} segment={segment} truth={row.kind === 'truth'} />
        </section>
      </div>
    </>
  );
}

function frameOf(tracks: Tracks, seconds: number): number {
  return tracks.clock ? frameAt(tracks.clock, (tracks.clock.times[0] as number) + seconds + 1e-9) : 0;
}

function Moment({ name, seconds, tracks }: { name: string; seconds: number; tracks: Tracks }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <button type="button" className="link mono" onClick={() => seekSeconds(seconds)}>
          {formatTime(seconds)}
        </button>
      </dd>
      <dd className="hint mono">{tracks.clock ? `f ${frameOf(tracks, seconds)}` : ''}</dd>
    </>
  );
}

/** The best overlapping segment of every other lane. */
function Overlaps({ tracks, segment, truth }: { tracks: Tracks; segment: DrawnSegment; truth: boolean }) {
  const runs = useProject((mirrors) => mirrors.runs);
  const lanes = truth
    ? tracks.runs
        .filter((run) => run.segments !== null)
        .map((run) => ({ name: runs?.find(({ id }) => id === run.run)?.name ?? run.run, segments: run.lane.segments }))
    : [{ name: 'Ground truth', segments: tracks.truth.flatMap((lane) => lane.segments) }];
  return lanes.map(({ name, segments }) => {
    const best = segments.map((other) => ({ other, iou: spanIou(segment, other) })).sort((a, b) => b.iou - a.iou)[0];
    return (
      <div className="overlap" key={name}>
        <span className="label clip">{name}</span>
        {best && best.iou > 0 ? (
          <ClassName id={best.other.classId} strong={best.other.classId === segment.classId} />
        ) : (
          <span className="hint">nothing here</span>
        )}
        <span className="number">{best && best.iou > 0 ? formatNumber(best.iou, 2) : '—'}</span>
      </div>
    );
  });
}
