import { FolderPlus } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import type { Action } from './action';

export const newProject: Action = {
  id: 'project.new',
  label: 'New project',
  group: 'Project',
  icon: FolderPlus,
  perform: () => openDialog({ name: 'newProject' }),
};
