/** A panel under a button, on the browser's own popover: it closes with Esc and a click outside. */
import { type ButtonHTMLAttributes, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';

/** CSS pixels below a button that are enough for a panel. */
const leastHeight = 320;

interface PopoverProps {
  /** Accessible name of the button. */
  name: string;
  className?: string;
  shortcut?: string;
  button: ReactNode;
  align?: 'start' | 'end';
  role?: 'menu' | 'dialog';
  /** Drawn while open. Choosing an element of role menuitem closes the panel. */
  children: ReactNode;
}

export function Popover({ name, className, shortcut, button, align = 'end', role = 'dialog', children }: PopoverProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const place = (opening: boolean) => {
    setOpen(opening);
    const [from, to] = [trigger.current?.getBoundingClientRect(), panel.current];
    if (!opening || !from || !to) return;
    // Below its button, or above it where there is more room; what is longer scrolls.
    const { clientHeight } = document.documentElement;
    const [above, below] = [from.top - 12, clientHeight - from.bottom - 12];
    const downwards = below >= Math.min(leastHeight, above);
    to.style.top = downwards ? `${from.bottom + 4}px` : 'auto';
    to.style.bottom = downwards ? 'auto' : `${clientHeight - from.top + 4}px`;
    to.style.maxHeight = `${downwards ? below : above}px`;
    to.style.left = align === 'start' ? `${from.left}px` : 'auto';
    to.style.right = align === 'end' ? `${document.documentElement.clientWidth - from.right}px` : 'auto';
  };

  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={name}
        aria-haspopup={role}
        aria-expanded={open}
        popoverTarget={id}
        data-tip={name}
        data-tip-key={shortcut}
      >
        {button}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="popover"
        role={role}
        aria-label={name}
        onBeforeToggle={(event) => place(event.newState === 'open')}
        onToggle={(event) => {
          if (event.newState === 'open' && role === 'menu') focusItem(panel.current, 0);
        }}
        onClick={(event) => {
          if ((event.target as Element).closest('[role=menuitem]')) event.currentTarget.hidePopover();
        }}
        onKeyDown={role === 'menu' ? moveInMenu : undefined}
      >
        {open && children}
      </div>
    </>
  );
}

export function MenuItem(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" role="menuitem" className="menu-item" {...props} />;
}

const itemsOf = (menu: Element | null) => [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

function focusItem(menu: Element | null, index: number): void {
  const items = itemsOf(menu);
  items[(index + items.length) % items.length]?.focus();
}

function moveInMenu(event: KeyboardEvent<HTMLDivElement>): void {
  const at = itemsOf(event.currentTarget).indexOf(document.activeElement as HTMLElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  focusItem(event.currentTarget, target);
}
