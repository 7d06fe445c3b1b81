import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { StudyRow, StudyTable } from '../../../src-main/common/domain/study';
import { studyScores } from '../../../src-main/common/domain/studyScores';
import type { Column } from '../../tables/column';
import { formatNumber } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { Spinner } from '../../ui/status';

/** Columns of a study's table. @param working labels of the rows that a job is at work on */
export function studyColumns({ study, rows, videos }: StudyTable, working: ReadonlySet<string>): Column<StudyRow>[] {
  const columns: Column<StudyRow>[] = [
    {
      id: 'label',
      title: 'Row',
      width: 192,
      value: (row) => row.label,
      cell: (row) => (
        <span className="row tight">
          <RowIcon row={row} working={working.has(row.label)} />
          <span className="ellipsis">{row.label}</span>
        </span>
      ),
    },
    {
      id: 'runs',
      title: 'Runs',
      width: 48,
      numeric: true,
      value: (row) => doneOf(row),
      text: (row) => `${doneOf(row)}/${row.runs.length}`,
    },
    ...study.columns.map((id, i): Column<StudyRow> => {
      const { title, digits } = studyScores[id];
      return {
        id,
        title,
        width: Math.max(study.seeds.length > 1 ? 96 : 72, 20 + 7 * title.length),
        numeric: true,
        value: (row) => row.cells[i]?.mean ?? null,
        cell: (row) => <Mean cell={row.cells[i]} digits={digits} />,
      };
    }),
  ];
  if (rows.every(({ difference }) => difference === null)) return columns;
  const beside = columns.findIndex(({ id }) => id === 'segmentF1');
  columns.splice(beside < 0 ? columns.length : beside + 1, 0, {
    id: 'difference',
    title: 'ΔS-F1 (95 %)',
    width: 152,
    numeric: true,
    value: (row) => row.difference?.value ?? null,
    cell: ({ difference }) => <Interval interval={difference} digits={1} videos={videos} show="both" signed />,
  });
  return columns;
}

export const doneOf = ({ runs }: StudyRow): number => runs.filter(({ state }) => state === 'done').length;

function RowIcon({ row, working }: { row: StudyRow; working: boolean }) {
  if (working) return <Spinner />;
  if (row.runs.some(({ state }) => state === 'failed'))
    return <CircleX size={14} className="err" aria-label="failed" />;
  if (doneOf(row) === row.runs.length) return <CircleCheck size={14} className="ok" aria-label="done" />;
  return <CircleDashed size={14} className="label" aria-label="not done" />;
}

function Mean({ cell, digits }: { cell: StudyRow['cells'][number] | undefined; digits: number }) {
  if (!cell) return <span className="hint">—</span>;
  return (
    <>
      {formatNumber(cell.mean, digits)}
      {cell.deviation !== null && <span className="hint"> ± {formatNumber(cell.deviation, digits)}</span>}
    </>
  );
}
