import { GitMerge } from 'lucide-react';
import { useEffect } from 'react';
import { countKinds, isOfSegment, kindOf } from '../../../src-main/common/domain/conflict';
import { performById } from '../../actions';
import { loadConflicts, useConflicts } from '../../state/conflicts';
import { useHistory } from '../../state/history';
import { useProject } from '../../state/project';
import { Button } from '../../ui/Button';
import { formatCount } from '../../ui/format';

/** Says, until it is settled, what was changed here and by another program, and offers to merge them. */
export function ConflictBar() {
  const conflicts = useConflicts((state) => state.conflicts);
  const dir = useProject((mirrors) => mirrors.project?.dir);
  const revision = useProject((mirrors) => mirrors.annotationsRevision);
  const done = useHistory((labels) => labels.done);
  const undone = useHistory((labels) => labels.undone);
  // Asked again once an edit is made, undone or done again.
  useEffect(() => {
    if (dir !== undefined) void loadConflicts();
  }, [dir, revision, done, undone]);
  const videos = new Set(conflicts.filter(isOfSegment).map(({ video }) => video)).size;
  const where = videos > 1 ? ` of ${formatCount(videos, 'video')}` : '';
  const verb = conflicts.length === 1 ? 'was' : 'were';
  return (
    <div className="conflict-bar" role="status" hidden={conflicts.length === 0}>
      <GitMerge size={16} aria-hidden />
      <span>
        {countKinds(conflicts.map(kindOf))}
        {where} {verb} changed here and by another program. Both versions are kept.
      </span>
      <Button onClick={() => performById('conflicts.show')}>Merge</Button>
    </div>
  );
}
