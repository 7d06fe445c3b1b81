import { Keyboard } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import type { Action } from './action';

export const showShortcuts: Action = {
  id: 'help.shortcuts',
  label: 'Keyboard shortcuts',
  group: 'Help',
  icon: Keyboard,
  shortcut: '?',
  perform: () => openDialog({ name: 'shortcuts', editing: false }),
};

export const changeShortcuts: Action = {
  id: 'help.keymap',
  label: 'Change keyboard shortcuts',
  group: 'Help',
  icon: Keyboard,
  perform: () => openDialog({ name: 'shortcuts', editing: true }),
};
