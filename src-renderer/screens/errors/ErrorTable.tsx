import { useMemo } from 'react';
import type { DiagnosisReport } from '../../../src-main/common/domain/diagnosis';
import { useClassLooks } from '../../state/classLooks';
import { setErrorOrder, showError, useErrors } from '../../state/errors';
import type { ErrorRow } from '../../state/errorRows';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { useView } from '../../state/view';
import { Table } from '../../tables/Table';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/status';
import { useTheme } from '../../ui/theme';
import { errorColumns } from './columns';
import { clearFilters } from './Filters';

const idOf = (row: ErrorRow) => row.id;

interface ErrorTableProps {
  rows: readonly ErrorRow[];
  report: DiagnosisReport;
}

/** The errors that filters and choices let through, in an order that playing through follows. */
export function ErrorTable({ rows, report }: ErrorTableProps) {
  const looks = useClassLooks();
  const theme = useTheme((state) => state.theme);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const { against } = useComparedRuns();
  const marks = useErrors((state) => state.marks);
  const all = useErrors((state) => state.rows);
  const current = useView((view) => view.errorRow);
  const hasScores = all.some(({ entropy }) => entropy !== null);
  const second = against?.name ?? null;
  const columns = useMemo(
    () => errorColumns({ classes: taxonomy?.classes ?? [], looks, theme, second, hasScores, marks }),
    [taxonomy, looks, theme, second, hasScores, marks],
  );
  return (
    <div className="errors-table" data-keys="timeline">
      <Table
        label="Errors"
        rows={rows}
        columns={columns}
        idOf={idOf}
        current={current}
        onCurrent={showError}
        onOrder={setErrorOrder}
        empty={
          all.length === 0 ? (
            <Empty heading="No errors">
              {report.truths > 0
                ? 'Every true segment was found, and nothing else was said.'
                : 'What has been reviewed holds no segment, true or predicted.'}
            </Empty>
          ) : (
            <Empty heading="No errors match" actions={<Button onClick={clearFilters}>Clear the filters</Button>} />
          )
        }
      />
    </div>
  );
}
