import { CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { raise, showToast, useNotices } from '../state/notices';

const shownFor = 6000;

/** What succeeded and can be undone: one at a time, 6 s, longer while the pointer or the focus is on it. */
export function ToastLayer() {
  const toast = useNotices((state) => state.toast);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(() => showToast(null), shownFor);
    return () => clearTimeout(timer);
  }, [toast, held]);
  if (!toast) return null;
  const undo = () => {
    showToast(null);
    toast.undo().catch((error: unknown) => raise('undo', error));
  };
  return (
    <div
      className="toast"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <CircleCheck size={16} className="ok" aria-hidden />
      {toast.text}
      <button type="button" className="link push" onClick={undo}>
        Undo
      </button>
    </div>
  );
}
