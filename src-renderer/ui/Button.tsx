/**
 * Buttons. Icon-only ones carry their command's name and key, as tooltip (see `TooltipLayer`) and for screen readers.
 */
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Kbd } from './Kbd';
import { ariaKeys, useKeyOf } from './keyOf';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  /** Id of the action it does, whose key the tooltip tells. */
  command?: string;
  /** Key shown inside the button, such as "Enter"; true: that of the command. */
  shown?: string | true;
  children: ReactNode;
}

export function Button({ kind = 'plain', icon: Icon, command, shown, children, className = '', ...rest }: ButtonProps) {
  const key = useKeyOf(command);
  const inside = shown === true ? key : shown;
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKeys(key)}
      data-tip-key={key}
      {...rest}
      className={`button ${kind} ${className}`}
    >
      {Icon && <Icon size={16} aria-hidden />}
      {children}
      {inside !== undefined && <Kbd keys={inside} />}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  /** The command's name: tooltip and accessible name. */
  name: string;
  shortcut?: string | undefined;
  /** Id of the action it does, whose key is told; `shortcut` is for keys that are none's. */
  command?: string;
  /** For toggles. */
  on?: boolean;
}

export function IconButton({ icon: Icon, name, shortcut, command, on, className = '', ...rest }: IconButtonProps) {
  const key = useKeyOf(command) ?? shortcut;
  return (
    <button
      type="button"
      {...rest}
      className={`icon-button ${on ? 'on' : ''} ${className}`}
      aria-label={name}
      aria-pressed={on}
      aria-keyshortcuts={ariaKeys(key)}
      data-tip={name}
      data-tip-key={key}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

interface ChipProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  on: boolean;
}

/** Something that is on or off, one of several in a row. */
export function Chip({ on, ...rest }: ChipProps) {
  return <button type="button" {...rest} className={`chip ${on ? 'on' : ''}`} aria-pressed={on} />;
}
