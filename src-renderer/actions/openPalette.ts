import { Search } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import type { Action } from './action';

export const openPalette: Action = {
  id: 'view.palette',
  label: 'Go to or run',
  group: 'View',
  icon: Search,
  shortcut: 'Ctrl+K',
  perform: () => openDialog({ name: 'palette' }),
};
