import { beforeEach, describe, expect, it, vi } from 'vitest';
import { call, setClient } from '../../../../src-renderer/client';
import { useJobs } from '../../../../src-renderer/state/jobs';
import { useNotices } from '../../../../src-renderer/state/notices';
import {
  jobsOf,
  loadStudies,
  openStudy,
  queueStudy,
  stopStudy,
  useStudies,
} from '../../../../src-renderer/state/studies';
import { selectStudy, useView } from '../../../../src-renderer/state/view';
import { studyColumns } from '../../../../src-renderer/screens/studies/columns';
import { textOf } from '../../../../src-renderer/tables/column';
import { programHere } from '../../../builders/programHere';
import { studyTable } from '../../../builders/studyTable';
import { smallProject, writeFiles } from '../../data/temporaryProject';

const study = (columns: string[]) => ({
  version: 1,
  title: 'Kinds',
  columns,
  rows: [{ label: 'a' }, { label: 'b', settings: { rank: 8 } }],
});

beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frame());
  useStudies.setState({ list: undefined, tables: {} });
  useJobs.setState({ jobs: undefined, events: {} });
  useView.setState({ study: null });
  const { dir } = await smallProject();
  writeFiles(dir, {
    // Before those that the program ships, which are listed too.
    'studies/a-mine.json': JSON.stringify(study(['segmentF1'])),
    'studies/a-wrong.json': JSON.stringify(study(['f1'])),
  });
  setClient((await programHere(dir)).client);
});

describe('studies', () => {
  it('show the first until one is chosen, and no table where the file is wrong', async () => {
    expect(openStudy()).toBeUndefined();
    await loadStudies();
    expect(openStudy()?.name).toBe('a-mine');
    selectStudy('a-wrong');
    await loadStudies();
    expect(openStudy()?.problem).toContain('found "f1"');
    expect(Object.keys(useStudies.getState().tables)).toEqual(['a-mine']);
  });

  it('are queued and stopped through the jobs of the program', async () => {
    await loadStudies();
    const { rows } = useStudies.getState().tables['a-mine']!;
    const runs = rows.flatMap((row) => row.runs);
    await queueStudy('a-mine');
    expect(useNotices.getState().status).toBe('2 jobs of a-mine queued');
    const queued = await call('jobs.list', {});
    expect(jobsOf(queued, runs).map((job) => 'run' in job.input && job.input.run)).toEqual([
      'a-mine-a-s0',
      'a-mine-b-s0',
    ]);
    await stopStudy('a-mine');
    expect(jobsOf(await call('jobs.list', {}), runs)).toEqual([]);
  });

  it('put the difference beside S-F1, and what is missing is a dash', () => {
    const table = studyTable();
    const columns = studyColumns(table, new Set());
    expect(columns.map(({ id }) => id)).toEqual([
      'label',
      'runs',
      'segmentF1',
      'difference',
      'pointF1',
      'stepsPerSecond',
    ]);
    expect(columns.slice(0, 2).map((column) => textOf(column, table.rows[2]!))).toEqual(['GAD', '1/2']);
    expect(columns[2]?.value(table.rows[3]!)).toBeNull();
  });
});
