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
import { createFake } from '../../../builders/fakeProgram';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frame());
  useStudies.setState({ list: undefined, tables: {} });
  useJobs.setState({ jobs: undefined, events: {} });
  useView.setState({ study: null });
  setClient(createFake().client);
});

describe('studies', () => {
  it('show the first until one is chosen, and no table where the file is wrong', async () => {
    expect(openStudy()).toBeUndefined();
    await loadStudies();
    expect(openStudy()?.name).toBe('disc-vs-gen');
    selectStudy('mine');
    await loadStudies();
    expect(openStudy()?.problem).toContain('found "f1"');
    expect(Object.keys(useStudies.getState().tables)).toEqual(['disc-vs-gen']);
  });

  it('are queued and stopped through the jobs of the program', async () => {
    await loadStudies();
    const { rows } = useStudies.getState().tables['disc-vs-gen']!;
    const runs = rows.flatMap((row) => row.runs);
    await queueStudy('disc-vs-gen');
    expect(useNotices.getState().status).toBe('3 jobs of disc-vs-gen queued');
    const queued = await call('jobs.list', {});
    expect(jobsOf(queued, runs).map((job) => 'run' in job.input && job.input.run)).toEqual([
      'disc-vs-gen-row2-s1',
      'disc-vs-gen-row3-s0',
      'disc-vs-gen-row3-s1',
    ]);
    await stopStudy('disc-vs-gen');
    expect(jobsOf(await call('jobs.list', {}), runs)).toEqual([]);
  });

  it('put the difference beside S-F1, and what is missing is a dash', async () => {
    await loadStudies();
    const table = useStudies.getState().tables['disc-vs-gen']!;
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
