/** A modal dialog on the browser's own `<dialog>`: it keeps the focus, closes with Esc and gives the focus back. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './Button';

interface DialogProps {
  title: string;
  /** Said beside the title. */
  subtitle?: ReactNode;
  /** Width in CSS pixels; the window's size where that is smaller. */
  width?: number;
  className?: string;
  foot?: ReactNode;
  /** Called when the form inside is sent (Enter, or the button of type submit). */
  onSubmit?: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({
  title,
  subtitle,
  width = 480,
  className = '',
  foot,
  onSubmit,
  onClose,
  children,
}: DialogProps) {
  const titleId = useId();
  const ref = useModal();
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={`dialog ${className}`}
      style={{ width }}
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={(event) => {
        // A form hears Enter from its fields; here none has the focus.
        if (event.key === 'Enter' && event.target === event.currentTarget) submitButton(event.currentTarget)?.click();
      }}
    >
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <header>
          <h2 id={titleId}>{title}</h2>
          {subtitle !== undefined && <span className="hint ellipsis">{subtitle}</span>}
          <IconButton className="push" icon={X} name="Close" shortcut="Esc" onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        {foot !== undefined && <footer>{foot}</footer>}
      </form>
    </dialog>
  );
}

const submitButton = (dialog: HTMLElement) => dialog.querySelector<HTMLButtonElement>('button[type=submit]:enabled');

/** Shows the `<dialog>` as modal while the component lives; the first field, or what asks for it, gets the focus. */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      const first = dialog.querySelector<HTMLElement>(
        '[data-autofocus], .dialog-body :is(input, select, textarea):enabled',
      );
      (first ?? dialog).focus();
    }
    return () => dialog?.close();
  }, []);
  return ref;
}
