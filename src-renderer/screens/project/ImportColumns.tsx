import type { ColumnMapping, TablePreview } from '../../../src-main/common/contract/project';
import { Button } from '../../ui/Button';
import { Segmented, Select, Tick } from '../../ui/fields';

const roles = ['video', 'start', 'end', 'label', 'verb', 'noun', 'lane', 'note'] as const;
type Role = (typeof roles)[number];
const titles: Record<Role, string> = {
  video: 'video',
  start: 'start',
  end: 'end',
  label: 'class',
  verb: 'verb',
  noun: 'noun',
  lane: 'lane',
  note: 'note',
};
const choices = [
  { value: '', label: 'not read' },
  ...roles.map((role) => ({ value: role as string, label: titles[role] })),
];

/** What is read where no names of columns tell: the first as video, start, end and class. */
const guess: ColumnMapping = {
  header: true,
  video: 0,
  start: 1,
  end: 2,
  unit: 'seconds',
  label: 3,
  verb: null,
  noun: null,
  lane: null,
  note: null,
};

interface ImportColumnsProps {
  table: TablePreview;
  onColumns: (columns: ColumnMapping) => void;
}

/** The first rows of a plain table, with what each column holds; a change is read at once. */
export function ImportColumns({ table, onColumns }: ImportColumnsProps) {
  const columns = table.columns ?? guess;
  const width = Math.max(0, ...table.rows.map((row) => row.length));
  const roleOf = (index: number) => roles.find((role) => columns[role] === index) ?? '';
  const assign = (index: number, role: string) => {
    const next: ColumnMapping = { ...columns };
    for (const one of roles) {
      if (one !== 'start' && one !== 'end' && next[one] === index) next[one] = null;
    }
    if (role !== '') next[role as Role] = index;
    onColumns(next);
  };
  const [head, ...rows] = columns.header ? table.rows : [[], ...table.rows];
  return (
    <>
      <div className="import-band">
        <strong>Columns</strong>
        <span className="hint">{table.columns ? 'as their names tell' : 'say which is which'}</span>
        {!table.columns && <Button onClick={() => onColumns(guess)}>Read them so</Button>}
        <span className="push" />
        <Tick checked={columns.header} onTick={(header) => onColumns({ ...columns, header })}>
          The first row names them
        </Tick>
        <Segmented
          label="Times are"
          value={columns.unit}
          choices={[
            { value: 'seconds', label: 'seconds' },
            { value: 'frames', label: 'frames from 0' },
          ]}
          onValue={(unit) => onColumns({ ...columns, unit })}
        />
      </div>
      <div className="import-columns">
        <table className="plain-table text" aria-label="Columns">
          <thead>
            <tr>
              {Array.from({ length: width }, (_, index) => (
                <th key={index}>
                  <Select
                    className="in-cell"
                    aria-label={`What column ${index + 1} holds`}
                    value={roleOf(index)}
                    choices={choices}
                    onValue={(role) => assign(index, role)}
                  />
                  {head?.[index]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 5).map((row, i) => (
              <tr key={i}>
                {Array.from({ length: width }, (_, index) => (
                  <td key={index} className={roleOf(index) === '' ? 'hint' : ''}>
                    {row[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
