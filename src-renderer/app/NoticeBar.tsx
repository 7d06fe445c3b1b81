import { X } from 'lucide-react';
import { actions, perform } from '../actions';
import { clearNotice, useNotices } from '../state/notices';
import { Button, IconButton } from '../ui/Button';
import { Failure } from '../ui/status';

/** Failures that have no place of their own, above the screen until they are solved or closed. */
export function NoticeBar() {
  const notices = useNotices((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notice-bar">
      {notices.map(({ key, error, actions: helping }) => (
        <div key={key} className="notice">
          <Failure
            error={error}
            actions={actions
              .filter(({ id }) => helping.includes(id))
              .map((action) => (
                <Button key={action.id} icon={action.icon} onClick={() => perform(action)}>
                  {action.label}
                </Button>
              ))}
          />
          <IconButton icon={X} name="Close" onClick={() => clearNotice(key)} />
        </div>
      ))}
    </div>
  );
}
