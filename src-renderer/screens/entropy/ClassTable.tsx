import { useMemo } from 'react';
import type { DiversityReport } from '../../../src-main/common/domain/diversity';
import type { Column } from '../../tables/column';
import { Table } from '../../tables/Table';
import { formatNumber, formatSigned } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { ClassName } from '../../components/ClassName';
import type { EntropyRow } from '../../components/entropyRows';

interface ClassTableProps {
  report: DiversityReport;
  rows: readonly EntropyRow[];
  names: readonly string[];
  chosen: number | null;
  onChoose: (classId: number) => void;
}

const idOf = ({ classId }: EntropyRow) => String(classId);

/** The bars as rows, so that keys reach them. */
export function ClassTable({ report, rows, names, chosen, onChoose }: ClassTableProps) {
  const columns = useMemo(() => classColumns(report, names), [report, names]);
  return (
    <Table
      label="Classes"
      rows={rows}
      columns={columns}
      idOf={idOf}
      current={chosen === null ? null : String(chosen)}
      onCurrent={(id) => onChoose(Number(id))}
    />
  );
}

function classColumns({ videos, unit, runs, tasks }: DiversityReport, names: readonly string[]): Column<EntropyRow>[] {
  return [
    {
      id: 'name',
      title: 'Class',
      width: 152,
      value: (row) => row.name,
      cell: (row) => <ClassName id={row.classId} task={tasks?.[row.classId]} />,
    },
    count('steps', unit === 'step' ? 'Steps' : 'Clips', (row) => row.steps),
    ...names.flatMap((name, i): Column<EntropyRow>[] => [
      count(`errors${i}`, `Wrong, ${name}`, (row) => row.runs[i]?.errors ?? null),
      {
        id: `entropy${i}`,
        title: `Entropy, ${name}`,
        width: 160,
        numeric: true,
        value: (row) => row.runs[i]?.entropy?.value ?? null,
        cell: (row) => (
          <Interval
            interval={row.runs[i]?.entropy}
            digits={2}
            videos={row.runs[i]?.videos === 1 ? 1 : videos.length}
            show="both"
          />
        ),
      },
    ]),
    ...(runs.length > 1
      ? [
          {
            id: 'difference',
            title: 'Difference',
            width: 88,
            numeric: true,
            value: (row: EntropyRow) => row.difference,
            text: (row: EntropyRow) => formatSigned(row.difference, 2),
          },
        ]
      : []),
  ];
}

function count(id: string, title: string, value: (row: EntropyRow) => number | null): Column<EntropyRow> {
  return {
    id,
    title,
    width: Math.max(64, 24 + 7 * title.length),
    numeric: true,
    value,
    text: (row) => formatNumber(value(row)),
  };
}
