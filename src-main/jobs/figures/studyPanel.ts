import type { PanelSettings } from '../../common/domain/panelSettings';
import type { PanelData } from '../../common/figures/panelData';
import { readStudy, studyNames } from '../study/files';
import { studyCells, studyFootnotes } from '../study/formats';
import { studyTable } from '../study/table';
import type { Gathering } from './gathering';

/** The table of a study as far as its runs are there. */
export async function studyPanel({ study }: PanelSettings<'study'>, { store }: Gathering): Promise<PanelData> {
  if (!(await studyNames(store.dir)).includes(study)) {
    return { kind: 'empty', sentence: study === '' ? 'No study is chosen.' : `Missing study ${study}.` };
  }
  const table = await studyTable(store, study, await readStudy(store.dir, study));
  return { kind: 'table', ...studyCells(table), notes: studyFootnotes(table) };
}
