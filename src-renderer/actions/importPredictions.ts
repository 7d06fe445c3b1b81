import { FileChartColumn } from 'lucide-react';
import { openDialog, pickPaths } from '../state/dialogs';
import { useProject } from '../state/project';
import type { Action } from './action';

export const importPredictions: Action = {
  id: 'runs.import',
  label: 'Import predictions',
  group: 'Runs',
  icon: FileChartColumn,
  when: () => useProject.getState().project !== null,
  perform: async () => {
    const files = await pickPaths({
      kind: 'files',
      title: 'Predictions of another system',
      extensions: ['txt', 'npy', 'json'],
    });
    if (files && files.length > 0) openDialog({ name: 'importPredictions', files });
  },
};
