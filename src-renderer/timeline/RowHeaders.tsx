import { Eye, Grid3x3, Pin } from 'lucide-react';
import { memo } from 'react';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import { probabilityScale } from '../canvas/probabilityMap';
import { setShownRuns, useView } from '../state/view';
import { useProject } from '../state/project';
import { wrongSegments } from '../state/verdicts';
import { IconButton } from '../ui/Button';
import { formatCount, formatNumber, formatScore } from '../ui/format';
import { useTheme } from '../ui/theme';
import { showScores, togglePin, useLanes } from './lanes';
import type { Row } from './rows';
import { showSound, type SoundTrack } from './sound';
import { annotatorOf, type RunTrack, type Tracks } from './tracks';

interface RowHeadersProps {
  rows: readonly Row[];
  tracks: Tracks;
  /** How many classes the score strip shows, and how many the run knows; 0 while they are read. */
  scoreClasses: number;
  classes: number;
  sound: SoundTrack['state'];
}

export const RowHeaders = memo(function RowHeaders({ rows, ...others }: RowHeadersProps) {
  return (
    <div className="timeline-headers">
      {rows.map((row) => (
        <div key={row.key} className="timeline-header" style={{ height: row.height }}>
          <RowHeader row={row} rows={rows} {...others} />
        </div>
      ))}
    </div>
  );
});

function RowHeader({ row, rows, tracks, scoreClasses, classes, sound }: RowHeadersProps & { row: Row }) {
  const theme = useTheme((state) => state.theme);
  switch (row.kind) {
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
    case 'annotator':
      return <AnnotatorHeader name={row.annotator ?? ''} tracks={tracks} />;
    case 'reviewed':
      return <small>Reviewed</small>;
    case 'scores':
      return (
        <span>
          <strong>Scores</strong>
          <small>{scoreClasses === 0 ? 'reading' : formatCount(scoreClasses, 'class', 'classes')}</small>
          <span className="timeline-scale" aria-hidden>
            0 <i style={{ background: probabilityScale(theme) }} /> 1
          </span>
        </span>
      );
    case 'best':
      return <span>Most probable</span>;
    case 'sound':
      return (
        <>
          <span className="timeline-sound">
            Sound <small>{soundWords[sound]}</small>
          </span>
          <span className="timeline-tools">
            <IconButton icon={Eye} name="Hide the sound" onClick={() => showSound(false)} />
          </span>
        </>
      );
    case 'entropy':
      return (
        <span>
          <strong>Entropy</strong>
          <small>{classes === 0 ? 'reading' : `nats, 0 to ${formatNumber(Math.log(classes), 1)}`}</small>
        </span>
      );
    case 'run': {
      const track = tracks.runs.find((candidate) => candidate.run === row.run);
      const hasStrip = rows.some(({ kind, run }) => (kind === 'scores' || kind === 'best') && run === row.run);
      return track ? <RunHeader track={track} tracks={tracks} hasStrip={hasStrip} /> : null;
    }
  }
}

function AnnotatorHeader({ name, tracks }: { name: string; tracks: Tracks }) {
  const segments = annotatorOf(tracks, { annotator: name })?.levels.flatMap((lane) => lane.segments) ?? [];
  return (
    <span>
      <strong>Annotator {name}</strong>
      <small>{formatCount(segments.length, 'segment')}</small>
    </span>
  );
}

const soundWords: Record<SoundTrack['state'], string> = {
  reading: 'reading',
  there: '',
  none: 'none in this video',
  failed: 'cannot be read',
};

function RunHeader({ track, tracks, hasStrip }: { track: RunTrack; tracks: Tracks; hasStrip: boolean }) {
  const { run } = track;
  const summary = useProject((mirrors) => mirrors.runs?.find((candidate) => candidate.id === run));
  const shown = useView((view) => view.shownRuns);
  const pinned = useLanes((state) => state.pinned === run);
  const errors = useLanes(({ verdicts }) => countErrors(verdicts.find((one) => one.run === run)));
  const name = summary?.name ?? run;
  const score = summary?.reports['test']?.segmentF1[0]?.micro;
  const hide = () => {
    const all =
      shown ?? tracks.runs.filter((candidate) => candidate.segments !== null).map((candidate) => candidate.run);
    setShownRuns(all.filter((candidate) => candidate !== run));
  };
  return (
    <>
      <span>
        <strong>{name}</strong>
        <small>
          {score === undefined ? '' : `S-F1 ${formatScore(score)} · `}
          {errors === null ? whatItHas(track) : formatCount(errors, 'error')}
        </small>
      </span>
      <span className="timeline-tools">
        {track.hasScores && !hasStrip && (
          <IconButton icon={Grid3x3} name={`Show scores of ${name}`} onClick={() => showScores(run)} />
        )}
        <IconButton icon={Pin} name={`Keep ${name} first`} on={pinned} onClick={() => togglePin(run)} />
        <IconButton icon={Eye} name={`Hide ${name}`} onClick={hide} />
      </span>
    </>
  );
}

/** Wrong predictions and missed truths of this video; null while they are not known. */
function countErrors(verdicts: VideoVerdicts | undefined): number | null {
  return verdicts ? wrongSegments(verdicts).length : null;
}

function whatItHas({ segments, hasScores }: RunTrack): string {
  if (segments === null) return 'not run on this video';
  return hasScores ? formatCount(segments.length, 'segment') : 'labels only';
}
