import { useMemo } from 'react';
import { studyNotes, type StudyTable } from '../../../src-main/common/domain/study';
import { noJobs, useJobs } from '../../state/jobs';
import { jobsOf } from '../../state/studies';
import { goTo, selectRun } from '../../state/view';
import { Table } from '../../tables/Table';
import { studyColumns } from './columns';

interface StudyTableViewProps {
  table: StudyTable;
  /** Label of the row that is shown beside the table. */
  current: string | null;
  onCurrent: (label: string) => void;
}

/** The table as far as its runs are there, and what its numbers are. */
export function StudyTableView({ table, current, onCurrent }: StudyTableViewProps) {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  // A text, so that the table is drawn again only when another row is worked on.
  const working = table.rows
    .filter(({ runs }) => jobsOf(jobs, runs).some(({ state }) => state !== 'queued'))
    .map(({ label }) => label)
    .join('\n');
  const columns = useMemo(() => studyColumns(table, new Set(working.split('\n'))), [table, working]);
  const openRun = (label: string) => {
    const run = table.rows.find((row) => row.label === label)?.runs.find(({ state }) => state !== 'missing');
    if (!run) return;
    selectRun(run.run);
    goTo('runs');
  };
  return (
    <>
      {table.study.about !== '' && <p className="study-about label">{table.study.about}</p>}
      <Table
        key={table.name}
        label={table.study.title}
        rows={table.rows}
        columns={columns}
        idOf={(row) => row.label}
        current={current}
        onCurrent={onCurrent}
        onOpen={openRun}
      />
      <footer className="study-notes hint">
        {studyNotes(table).map((note) => (
          <p key={note}>{note}</p>
        ))}
      </footer>
    </>
  );
}
