import { Gauge, ListVideo, PanelRight } from 'lucide-react';
import { toggleDrawer } from '../state/drawers';
import { useView } from '../state/view';
import type { Action } from './action';

const when = () => useView.getState().screen === 'annotate';

/** Panels of Annotate, which lie over the picture in small windows. */
export const drawerActions: readonly Action[] = [
  {
    id: 'view.list',
    label: 'List of videos, or back',
    group: 'View',
    icon: ListVideo,
    when,
    perform: () => toggleDrawer('list'),
  },
  {
    id: 'view.readout',
    label: 'What is known at the playhead, or back',
    group: 'View',
    icon: Gauge,
    when,
    perform: () => toggleDrawer('readout'),
  },
  {
    id: 'view.inspector',
    label: 'Segment, or back',
    group: 'View',
    icon: PanelRight,
    shortcut: 'Ctrl+I',
    when,
    perform: () => toggleDrawer('inspector'),
  },
];
