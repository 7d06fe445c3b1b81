/** Beside the pointer: the segment under it, or the class and probability in the score strip. */
import type { ReactNode } from 'react';
import { useProject } from '../state/project';
import { formatCount, formatNumber, formatTime } from '../ui/format';
import { useGuide } from './guide';
import { type Pointed, usePointed } from './pointed';
import type { ScoreTrack } from './scores';
import { boundaryAt, type RunTrack, type Tracks } from './tracks';

/** Score tracks by run. */
export type Scores = ReadonlyMap<string, ScoreTrack>;

export function PointerTip({ tracks, scores }: { tracks: Tracks; scores: Scores }) {
  const pointed = usePointed((state) => state.pointed);
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  // While an edge is dragged its own tag tells where it is.
  const dragging = useGuide((state) => state.guide !== null);
  if (!pointed || dragging) return null;
  const run = tracks.runs.find((candidate) => candidate.run === pointed.row.run);
  const track = run && scores.get(run.run);
  if (pointed.segment) {
    return (
      <Tip pointed={pointed} name={pointed.segment.name}>
        <SegmentFacts tracks={tracks} segment={pointed.segment} run={run} track={track} />
      </Tip>
    );
  }
  if (!run || !track) return null;
  const step = Math.floor(pointed.seconds * run.rate);
  if (pointed.row.kind === 'entropy') {
    const [nats] = track.entropy(step, step + 1, run.steps);
    return (
      <Tip pointed={pointed} name={`${formatNumber(nats, 2)} nats`}>
        <span>entropy at {formatTime(pointed.seconds)}</span>
      </Tip>
    );
  }
  const classId = classPointed(pointed, track, step, run.steps);
  if (classId === undefined) return null;
  const name = taxonomy?.classes.find(({ id }) => id === classId)?.name ?? `class ${classId}`;
  return (
    <Tip pointed={pointed} name={name}>
      <span>
        probability {formatNumber(track.at(classId, step), 2)} at {formatTime(pointed.seconds)}
      </span>
    </Tip>
  );
}

/** The class whose probability is under the pointer. */
function classPointed({ row, offset }: Pointed, track: ScoreTrack, step: number, steps: number): number | undefined {
  if (row.kind === 'best') return track.best(step, steps)?.classId;
  if (row.kind !== 'scores') return undefined;
  const classes = track.shownClasses;
  return classes[Math.floor(((offset - 1) / (row.height - 3)) * classes.length)];
}

interface SegmentFactsProps {
  tracks: Tracks;
  segment: NonNullable<Pointed['segment']>;
  run: RunTrack | undefined;
  track: ScoreTrack | undefined;
}

function SegmentFacts({ tracks, segment: { start, end, classId }, run, track }: SegmentFactsProps) {
  const [from, to] = [boundaryAt(tracks, start), boundaryAt(tracks, end)];
  const score = run && track?.mean(classId, Math.round(start * run.rate), Math.round(end * run.rate), run.steps);
  return (
    <>
      <span>
        {formatTime(start)} – {formatTime(end)}, {formatNumber(end - start, 2)} s
      </span>
      {from !== null && to !== null && (
        <span>
          f {from} – {to}, {formatCount(to - from, 'frame')}
        </span>
      )}
      {run && <span>{track ? `mean probability ${formatNumber(score, 2)}` : 'no scores: labels only'}</span>}
    </>
  );
}

const width = 232;

function Tip({ pointed: { x, y }, name, children }: { pointed: Pointed; name: string; children: ReactNode }) {
  const left = x + 14 + width > window.innerWidth ? x - 14 - width : x + 14;
  // Above the pointer, because what is compared lies in the lanes below it.
  return (
    <div className="timeline-tip" role="tooltip" style={{ left, bottom: window.innerHeight - y + 12, maxWidth: width }}>
      <strong>{name}</strong>
      {children}
    </div>
  );
}
