import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { closeDrawer, type Drawer, useDrawers } from '../../state/drawers';
import { IconButton } from '../../ui/Button';
import { Region } from '../../ui/Region';

interface DrawerPanelProps {
  name: string;
  drawer: Drawer;
  className: string;
  children: ReactNode;
}

/** A region that lies over the others, closed until asked for, where the window has no room for it. */
export function DrawerPanel({ name, drawer, className, children }: DrawerPanelProps) {
  const box = useRef<HTMLDivElement>(null);
  const open = useDrawers((state) => state.open === drawer);
  const asked = useDrawers((state) => (state.asked?.drawer === drawer ? state.asked : null));
  useEffect(() => {
    const within = (selector: string) => box.current?.querySelector<HTMLElement>(selector);
    if (asked) (within(asked.target) ?? within('.drawer-close'))?.focus();
  }, [asked]);
  return (
    <div
      ref={box}
      className={`drawer ${className} ${open ? 'open' : ''}`}
      data-drawer={drawer}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        closeDrawer();
      }}
    >
      <Region name={name}>
        {children}
        <IconButton className="drawer-close" icon={X} name="Close this panel" shortcut="Esc" onClick={closeDrawer} />
      </Region>
    </div>
  );
}
