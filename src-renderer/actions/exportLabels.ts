import { FileOutput } from 'lucide-react';
import { openDialog } from '../state/dialogs';
import { useProject } from '../state/project';
import type { Action } from './action';

/** @argument ids of videos with line feeds between; absent: all */
export const exportLabels: Action = {
  id: 'project.export',
  label: 'Export labels',
  group: 'Project',
  icon: FileOutput,
  when: () => (useProject.getState().project?.videos.length ?? 0) > 0,
  perform: (argument) =>
    openDialog({ name: 'export', videos: argument === undefined ? [] : argument.split('\n'), annotator: null }),
};
