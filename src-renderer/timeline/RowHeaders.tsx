import { Eye, Grid3x3, Lock, Pin } from 'lucide-react';
import { memo } from 'react';
import type { VideoVerdicts } from '../../src-main/common/contract/errors';
import { probabilityScale } from '../canvas/probabilityMap';
import { toggleHidden } from '../state/laneView';
import { setShownRuns, useView } from '../state/view';
import { useProject } from '../state/project';
import { wrongSegments } from '../state/verdicts';
import { IconButton } from '../ui/Button';
import { formatCount, formatNumber, formatScore } from '../ui/format';
import { useTheme } from '../ui/theme';
import { HeaderTools, useLocked } from './HeaderTools';
import { useHeaderDrag } from './headerDrag';
import { LaneName, useNaming } from './LaneName';
import { showScores, togglePin, useLanes } from './lanes';
import type { Row } from './rows';
import { showSound, type SoundTrack } from './sound';
import { levelsOf, nameOfAnnotator, type RunTrack, type Tracks } from './tracks';

interface RowHeadersProps {
  rows: readonly Row[];
  tracks: Tracks;
  /** How many classes the score strip shows, and how many the run knows; 0 while they are read. */
  scoreClasses: number;
  classes: number;
  sound: SoundTrack['state'];
}

export const RowHeaders = memo(function RowHeaders({ rows, ...others }: RowHeadersProps) {
  const { dragged, line, listeners } = useHeaderDrag(rows);
  const labelled = useLanes((state) => state.labelled);
  const several = others.tracks.lanes.length > 1;
  const stateOf = ({ key, lane, collapsed }: Row) =>
    [collapsed && 'collapsed', several && lane === labelled && 'current', key === dragged && 'dragged'].filter(Boolean);
  return (
    <div className="timeline-headers" {...listeners}>
      {rows.map((row) => (
        <div
          key={row.key}
          className={['timeline-header', ...stateOf(row)].join(' ')}
          style={{ height: row.height }}
          aria-current={several && row.lane === labelled ? true : undefined}
        >
          <RowHeader row={row} rows={rows} {...others} />
        </div>
      ))}
      {line !== null && <i className="timeline-drop" style={{ top: line }} />}
    </div>
  );
});

function RowHeader({ row, rows, tracks, scoreClasses, classes, sound }: RowHeadersProps & { row: Row }) {
  const theme = useTheme((state) => state.theme);
  switch (row.kind) {
    case 'pictures':
      return <PlainHeader row={row} name="Pictures" />;
    case 'truth':
      return <TruthHeader row={row} tracks={tracks} />;
    case 'annotator':
      return (
        <PlainHeader
          row={row}
          name={`Annotator ${nameOfAnnotator(tracks, row)}`}
          small={countIn(tracks, row)}
          strong
          canHide
        />
      );
    case 'reviewed':
      return <PlainHeader row={row} name="Reviewed" />;
    case 'scores':
      return (
        <>
          <span>
            <strong>Scores</strong>
            <small>{scoreClasses === 0 ? 'reading' : formatCount(scoreClasses, 'class', 'classes')}</small>
            <span className="timeline-scale" aria-hidden>
              0 <i style={{ background: probabilityScale(theme) }} /> 1
            </span>
          </span>
          <HeaderTools row={row} name="Scores" />
        </>
      );
    case 'best':
      return <PlainHeader row={row} name="Most probable" />;
    case 'sound':
      return (
        <>
          <span className="timeline-sound">
            Sound <small>{soundWords[sound]}</small>
          </span>
          <HeaderTools row={row} name="Sound">
            <IconButton icon={Eye} name="Hide the sound" onClick={() => showSound(false)} />
          </HeaderTools>
        </>
      );
    case 'entropy': {
      const range = classes === 0 ? 'reading' : `nats, 0 to ${formatNumber(Math.log(classes), 1)}`;
      return <PlainHeader row={row} name="Entropy" small={range} strong />;
    }
    case 'run': {
      const track = tracks.runs.find((candidate) => candidate.run === row.run);
      const hasStrip = rows.some(({ kind, run }) => (kind === 'scores' || kind === 'best') && run === row.run);
      return track ? <RunHeader row={row} track={track} tracks={tracks} hasStrip={hasStrip} /> : null;
    }
  }
}

interface PlainHeaderProps {
  row: Row;
  name: string;
  small?: string;
  strong?: boolean;
  canHide?: boolean;
}

function PlainHeader({ row, name, small, strong = false, canHide = false }: PlainHeaderProps) {
  return (
    <>
      <span>
        {strong ? <strong>{name}</strong> : row.kind === 'reviewed' ? <small>{name}</small> : name}
        {small !== undefined && <small>{small}</small>}
      </span>
      <HeaderTools row={row} name={name}>
        {canHide && <HideButton row={row} name={name} />}
      </HeaderTools>
    </>
  );
}

const HideButton = ({ row: { key }, name }: { row: Row; name: string }) => (
  <IconButton icon={Eye} name={`Hide ${name}`} onClick={() => toggleHidden(key)} />
);

/** Named after its lane where the project has several. */
function TruthHeader({ row, tracks }: { row: Row; tracks: Tracks }) {
  const isNamed = useProject((mirrors) => mirrors.project?.taxonomy.lanes !== undefined);
  const locked = useLocked(row.lane);
  const lane = isNamed ? tracks.lanes.find(({ id }) => id === row.lane)?.name : undefined;
  const name = lane ?? 'Ground truth';
  const inSentence = lane === undefined ? name : `lane ${name}`;
  const naming = useNaming(({ lane: named }) => lane !== undefined && named === row.lane);
  return (
    <>
      <span>
        {naming ? <LaneName id={row.lane as number} name={name} /> : <strong title={name}>{name}</strong>}
        <small>
          {locked && <Lock size={12} aria-label="locked" />}
          {lane !== undefined && 'truth, '}
          {countIn(tracks, row)}
        </small>
      </span>
      <HeaderTools row={row} name={inSentence}>
        <HideButton row={row} name={inSentence} />
      </HeaderTools>
    </>
  );
}

const countIn = (tracks: Tracks, row: Row): string =>
  formatCount(
    levelsOf(tracks, row).reduce((sum, level) => sum + level.segments.length, 0),
    'segment',
  );

const soundWords: Record<SoundTrack['state'], string> = {
  reading: 'reading',
  there: '',
  none: 'none in this video',
  failed: 'cannot be read',
};

interface RunHeaderProps {
  row: Row;
  track: RunTrack;
  tracks: Tracks;
  hasStrip: boolean;
}

function RunHeader({ row, track, tracks, hasStrip }: RunHeaderProps) {
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
      <HeaderTools row={row} name={name}>
        {track.hasScores && !hasStrip && (
          <IconButton icon={Grid3x3} name={`Show scores of ${name}`} onClick={() => showScores(run)} />
        )}
        <IconButton icon={Pin} name={`Keep ${name} first`} on={pinned} onClick={() => togglePin(run)} />
        <IconButton icon={Eye} name={`Hide ${name}`} onClick={hide} />
      </HeaderTools>
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
