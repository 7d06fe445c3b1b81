import { CirclePlay } from 'lucide-react';
import { openDemo as open } from '../state/project';
import type { Action } from './action';

export const openDemo: Action = {
  id: 'project.demo',
  label: 'Open the demo',
  group: 'Project',
  icon: CirclePlay,
  perform: open,
};
