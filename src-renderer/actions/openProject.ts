import { FolderOpen } from 'lucide-react';
import { pickPath } from '../state/dialogs';
import { openProject as open } from '../state/project';
import { goTo } from '../state/view';
import type { Action } from './action';

export const openProject: Action = {
  id: 'project.open',
  label: 'Open a project',
  group: 'Project',
  icon: FolderOpen,
  shortcut: 'Ctrl+O',
  perform: async (argument) => {
    const path = argument ?? (await pickPath({ kind: 'folder', title: 'Open a project folder', extensions: [] }));
    if (path === null) return;
    await open(path);
    goTo('project');
  },
};
