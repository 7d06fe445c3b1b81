import { FileInput } from 'lucide-react';
import { openDialog, pickPaths } from '../state/dialogs';
import { useProject } from '../state/project';
import type { Action } from './action';

/** Videos, labels, features and an official data root all come in by the same door; the wizard tells them apart. */
export const importFiles: Action = {
  id: 'project.import',
  label: 'Import videos, labels or features',
  group: 'Project',
  icon: FileInput,
  when: () => useProject.getState().project !== null,
  perform: async (argument) => {
    const files =
      argument === undefined
        ? await pickPaths({ kind: 'files', title: 'Files to import', extensions: [] })
        : [argument];
    if (files && files.length > 0) openDialog({ name: 'import', files });
  },
};
