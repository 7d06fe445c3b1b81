import type { LabelCounts } from '../../../src-main/common/contract/labels';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { goToPlayer } from '../../state/drawers';
import { useProject } from '../../state/project';
import { openVideo } from '../../state/view';
import { formatCount, formatLength } from '../../ui/format';
import { Thumbnail } from '../../components/Thumbnail';

interface VideoRowProps {
  video: VideoSummary;
  /** Pixels from the top of the list. */
  top: number;
  /** It is open. */
  current: boolean;
  /** Enter opens it. */
  reached: boolean;
}

export function VideoRow({ video, top, current, reached }: VideoRowProps) {
  const counts = useProject((mirrors) => mirrors.counts?.[video.id]);
  const reviewed = counts && video.duration > 0 ? Math.min(1, counts.reviewedSeconds / video.duration) : 0;
  return (
    // The list takes the focus and the keys; rows only take clicks.
    <div
      className={`annotate-video ${current ? 'current' : ''} ${reached ? 'reached' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        openVideo(video.id);
        goToPlayer();
      }}
    >
      <Thumbnail video={video} frame={Math.floor(video.frames / 2)} />
      <span className="annotate-name">
        <strong>{video.id}</strong>
        <span className="annotate-reviewed">
          <i style={{ width: `${reviewed * 100}%` }} className={reviewed >= 0.995 ? 'full' : ''} />
        </span>
      </span>
      <span className="annotate-facts">
        <span>{formatLength(video.duration)}</span>
        <small>{stateOf(video, counts)}</small>
      </span>
    </div>
  );
}

/** Empty until it is known. */
function stateOf(video: VideoSummary, counts: LabelCounts | undefined): string {
  if (video.file === 'missing') return 'file missing';
  if (video.file === 'other') return 'another file';
  if (video.file === 'none') return 'no picture';
  if (!counts) return '';
  return counts.reviewedSeconds === 0 ? 'not reviewed' : formatCount(counts.segments, 'segment');
}
