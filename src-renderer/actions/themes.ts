import { Monitor, Moon, Sun } from 'lucide-react';
import { setTheme } from '../ui/theme';
import type { Action } from './action';

export const themes: readonly Action[] = [
  {
    id: 'theme.system',
    label: 'Theme: as the system',
    group: 'View',
    icon: Monitor,
    perform: () => setTheme('system'),
  },
  { id: 'theme.light', label: 'Theme: light', group: 'View', icon: Sun, perform: () => setTheme('light') },
  { id: 'theme.dark', label: 'Theme: dark', group: 'View', icon: Moon, perform: () => setTheme('dark') },
];
