import { Settings } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import type { Action } from './action';

export const openSettings: Action = {
  id: 'view.settings',
  label: 'Settings',
  group: 'View',
  icon: Settings,
  shortcut: 'Ctrl+Shift+,',
  perform: () => openDialog({ name: 'settings' }),
};
