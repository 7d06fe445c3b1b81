import type { FoundSegment } from '../../../src-main/common/contract/labels';
import { goToPlayer } from '../../state/drawers';
import { openSegment } from '../../timeline/sought';
import { formatTime } from '../../ui/format';
import { ClassName } from '../../components/ClassName';

interface FoundRowProps {
  /** Undefined while it is read. */
  segment: FoundSegment | undefined;
  /** Pixels from the top of the list. */
  top: number;
  /** Enter opens it. */
  reached: boolean;
}

/** A segment that was found, in whichever video it is; a click opens and plays it. */
export function FoundRow({ segment, top, reached }: FoundRowProps) {
  return (
    // The list takes the focus and the keys; rows only take clicks.
    <div
      className={`annotate-video annotate-found ${reached ? 'reached' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={reached}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        if (!segment) return;
        openSegment(segment);
        goToPlayer();
      }}
    >
      {segment && (
        <>
          <span className="annotate-name">
            <ClassName id={segment.classId} strong />
            <small className="hint ellipsis">{[segment.video, segment.note].filter(Boolean).join(' · ')}</small>
          </span>
          <span className="mono hint">{formatTime(segment.start)}</span>
        </>
      )}
    </div>
  );
}
