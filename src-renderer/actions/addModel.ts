import { PackagePlus } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import { useProject } from '../state/project';
import type { Action } from './action';

export const addModel: Action = {
  id: 'project.addModel',
  label: 'Add a model',
  group: 'Project',
  icon: PackagePlus,
  when: () => useProject.getState().project !== null,
  perform: () => openDialog({ name: 'addModel' }),
};
