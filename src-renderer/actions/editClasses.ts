import { Tags } from 'lucide-react';
import { toggleClasses } from '../state/classes';
import { useProject } from '../state/project';
import type { Action } from './action';

export const editClasses: Action = {
  id: 'classes.edit',
  label: 'Edit classes',
  group: 'Annotate',
  icon: Tags,
  shortcut: 'G C',
  when: () => Boolean(useProject.getState().project),
  perform: toggleClasses,
};
