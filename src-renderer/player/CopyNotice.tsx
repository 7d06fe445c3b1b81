/** In place of the picture while a copy is made that browsers can play: how far it is, and a way out. */
import { VideoOff } from 'lucide-react';
import type { VideoSummary } from '../../src-main/common/contract/project';
import { Button } from '../ui/Button';
import { formatNumber, formatWait } from '../ui/format';
import { Failure, Progress } from '../ui/status';
import { Locate } from './Locate';
import { cancelCopy, type PlayingCopy } from './playingCopy';

interface CopyNoticeProps {
  video: VideoSummary;
  copy: PlayingCopy;
}

export function CopyNotice({ video, copy }: CopyNoticeProps) {
  if (copy.state === 'failed') {
    return (
      <div className="player-notice">
        <VideoOff size={20} aria-hidden />
        <Failure error={copy.error} />
        <Locate video={video} />
      </div>
    );
  }
  if (copy.state === 'cancelled') {
    return (
      <div className="player-notice" role="status">
        <VideoOff size={20} aria-hidden />
        <strong>There is no copy for playing</strong>
        <span className="label">{cannotPlay(video)} Labels and predictions stay usable on the time axis.</span>
        <Button onClick={copy.again}>Make the copy</Button>
      </div>
    );
  }
  const progress = copy.state === 'making' ? copy.progress : null;
  const share = progress ? progress.done / progress.total : 0;
  return (
    <div className="player-notice" role="status">
      <strong>Making a copy for playing, {Math.round(100 * share)} %</strong>
      <Progress value={share} label={`Copy of ${video.id}`} />
      <span className="label number">
        {progress?.rate === undefined ? 'starting' : pace(progress.rate, progress.secondsLeft)}
      </span>
      <span className="label">
        {cannotPlay(video)} The copy has the same frames and sound, and is kept in the project's cache.
      </span>
      <Button kind="quiet" onClick={() => cancelCopy(video.id)}>
        Cancel
      </Button>
    </div>
  );
}

const cannotPlay = ({ codec, width, height }: VideoSummary) =>
  `Browsers cannot play or seek in this file (${codec}, ${width} × ${height}).`;

function pace(rate: number, secondsLeft: number | undefined): string {
  const left = secondsLeft === undefined ? '' : `, ${formatWait(secondsLeft)} left`;
  return `${formatNumber(rate)} frames a second${left}`;
}
