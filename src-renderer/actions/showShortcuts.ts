import { Keyboard } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import type { Action } from './action';

export const showShortcuts: Action = {
  id: 'help.shortcuts',
  label: 'Keyboard shortcuts',
  group: 'Help',
  icon: Keyboard,
  shortcut: '?',
  perform: () => openDialog({ name: 'shortcuts' }),
};
