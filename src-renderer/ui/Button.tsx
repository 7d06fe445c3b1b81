/** Buttons. Icon-only ones carry their command's name and key, as tooltip (see `TooltipLayer`) and for screen readers. */
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Kbd } from './Kbd';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  /** Key shown inside the button, such as "Enter". */
  shown?: string;
  children: ReactNode;
}

export function Button({ kind = 'plain', icon: Icon, shown, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button ${kind} ${className}`}>
      {Icon && <Icon size={16} aria-hidden />}
      {children}
      {shown !== undefined && <Kbd keys={shown} />}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  /** The command's name: tooltip and accessible name. */
  name: string;
  shortcut?: string | undefined;
  /** For toggles. */
  on?: boolean;
}

export function IconButton({ icon: Icon, name, shortcut, on, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`icon-button ${on ? 'on' : ''} ${className}`}
      aria-label={name}
      aria-pressed={on}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control')}
      data-tip={name}
      data-tip-key={shortcut}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
