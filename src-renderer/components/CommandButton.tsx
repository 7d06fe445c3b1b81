/** Buttons that do what a command of the program does, wherever its key does it. */
import type { ComponentProps } from 'react';
import { performById } from '../actions';
import { Button, IconButton } from '../ui/Button';

interface Command {
  /** Id of the action. */
  command: string;
}

export function CommandButton(props: Omit<ComponentProps<typeof Button>, 'onClick' | 'command'> & Command) {
  return <Button {...props} onClick={() => performById(props.command)} />;
}

export function CommandIconButton(props: Omit<ComponentProps<typeof IconButton>, 'onClick' | 'command'> & Command) {
  return <IconButton {...props} onClick={() => performById(props.command)} />;
}
