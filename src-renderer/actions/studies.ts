import { CircleStop, FileDown, ListPlus } from 'lucide-react';
import { exportStudy, openStudy, queueStudy, stopStudy, studyJobs } from '../state/studies';
import { useView } from '../state/view';
import type { Action } from './action';

/** The study on the screen, where it can be read. */
function shown() {
  const study = useView.getState().screen === 'studies' ? openStudy() : undefined;
  return study?.problem === undefined ? study : undefined;
}

export const queueStudyAction: Action = {
  id: 'studies.queue',
  label: 'Queue what is left of the study',
  group: 'Studies',
  icon: ListPlus,
  when: () => {
    const study = shown();
    return study !== undefined && study.done < study.total;
  },
  perform: async () => {
    const study = shown();
    if (study) await queueStudy(study.name);
  },
};

export const stopStudyAction: Action = {
  id: 'studies.stop',
  label: 'Stop the study',
  group: 'Studies',
  icon: CircleStop,
  when: () => studyJobs(shown()?.name ?? '').length > 0,
  perform: async () => {
    const study = shown();
    if (study) await stopStudy(study.name);
  },
};

const formats = { csv: 'CSV', tex: 'LaTeX', md: 'Markdown' } as const;

/** One command a format. */
export const exportStudyActions: readonly Action[] = (['csv', 'tex', 'md'] as const).map((format) => ({
  id: `studies.export-${format}`,
  label: `Export the study’s table as ${formats[format]}`,
  group: 'Studies',
  icon: FileDown,
  when: () => shown() !== undefined,
  perform: async () => {
    const study = shown();
    if (study) await exportStudy(study.name, format);
  },
}));
