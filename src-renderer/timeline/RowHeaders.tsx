import { Eye } from 'lucide-react';
import { setShownRuns, useView } from '../state/view';
import { useProject } from '../state/project';
import { IconButton } from '../ui/Button';
import { formatCount, formatNumber, formatScore } from '../ui/format';
import type { Row } from './rows';
import type { ScoreTrack } from './scores';
import type { Tracks } from './tracks';

interface RowHeadersProps {
  rows: readonly Row[];
  tracks: Tracks;
  scores: ScoreTrack | null;
}

export function RowHeaders({ rows, tracks, scores }: RowHeadersProps) {
  return (
    <div className="timeline-headers">
      {rows.map((row) => (
        <div key={row.key} className="timeline-header" style={{ height: row.height }}>
          <RowHeader row={row} tracks={tracks} scores={scores} />
        </div>
      ))}
    </div>
  );
}

function RowHeader({ row, tracks, scores }: { row: Row; tracks: Tracks; scores: ScoreTrack | null }) {
  switch (row.kind) {
    case 'ruler':
      return <span className="hint">Time, mm:ss</span>;
    case 'pictures':
      return <span>Pictures</span>;
    case 'truth':
      return (
        <span>
          <strong>Ground truth</strong>
          <small>
            {formatCount(
              tracks.truth.reduce((sum, lane) => sum + lane.segments.length, 0),
              'segment',
            )}
          </small>
        </span>
      );
    case 'reviewed':
      return <small>Reviewed</small>;
    case 'scores':
      return (
        <span>
          <strong>Scores</strong>
          <small>{formatNumber(scores?.shownClasses.length ?? 0)} classes, 0 to 1</small>
        </span>
      );
    case 'run':
      return row.run === null ? null : <RunHeader run={row.run} tracks={tracks} />;
  }
}

function RunHeader({ run, tracks }: { run: string; tracks: Tracks }) {
  const summary = useProject((mirrors) => mirrors.runs?.find((candidate) => candidate.id === run));
  const shown = useView((view) => view.shownRuns);
  const track = tracks.runs.find((candidate) => candidate.run === run);
  const score = summary?.reports['test']?.segmentF1[0]?.micro;
  const hide = () => {
    const all =
      shown ?? tracks.runs.filter((candidate) => candidate.segments !== null).map((candidate) => candidate.run);
    setShownRuns(all.filter((candidate) => candidate !== run));
  };
  return (
    <>
      <span>
        <strong>{summary?.name ?? run}</strong>
        <small>
          {score === undefined ? '' : `S-F1 ${formatScore(score)} · `}
          {track?.segments === null
            ? 'not run on this video'
            : track?.hasScores
              ? formatCount(track.segments?.length ?? 0, 'segment')
              : 'labels only'}
        </small>
      </span>
      <IconButton icon={Eye} name={`Hide ${summary?.name ?? run}`} onClick={hide} />
    </>
  );
}
