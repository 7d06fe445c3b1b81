import { X } from 'lucide-react';
import { clearNotice, useNotices } from '../state/notices';
import { IconButton } from '../ui/Button';
import { Failure } from '../ui/status';

/** Failures that have no place of their own, above the screen until they are solved or closed. */
export function NoticeBar() {
  const notices = useNotices((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notice-bar">
      {notices.map(({ key, error }) => (
        <div key={key} className="notice">
          <Failure error={error} />
          <IconButton icon={X} name="Close" onClick={() => clearNotice(key)} />
        </div>
      ))}
    </div>
  );
}
