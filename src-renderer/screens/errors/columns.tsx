import { CircleCheck, Flag, NotebookPen } from 'lucide-react';
import type { Mark } from '../../../src-main/common/domain/mark';
import type { ActionClass } from '../../../src-main/common/domain/taxonomy';
import type { ErrorRow } from '../../state/errorRows';
import type { Column } from '../../tables/column';
import { type ClassLook, type Theme, unknownLook } from '../../../src-main/common/classColours';
import { formatNumber, formatTime } from '../../ui/format';
import { KindLetter } from '../../ui/KindLetter';
import { Swatch } from '../../ui/Swatch';

interface ColumnsInput {
  classes: readonly ActionClass[];
  looks: ReadonlyMap<number, ClassLook>;
  theme: Theme;
  /** Name of the run beside; null: none. */
  second: string | null;
  hasScores: boolean;
  marks: ReadonlyMap<string, Mark>;
}

/** Columns of the list of errors; those of scores and of a second run only where there are some. */
export function errorColumns({ classes, looks, theme, second, hasScores, marks }: ColumnsInput): Column<ErrorRow>[] {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf = (id: number | null) => (id === null ? null : (names.get(id) ?? `class ${id}`));
  const classColumn = (id: string, title: string, of: (row: ErrorRow) => number | null): Column<ErrorRow> => ({
    id,
    title,
    width: 120,
    value: (row) => nameOf(of(row)),
    cell: (row) => {
      const classId = of(row);
      if (classId === null) return <span className="hint">—</span>;
      return (
        <span className="class-name">
          <Swatch look={looks.get(classId) ?? unknownLook(theme)} />
          <span className="ellipsis">{nameOf(classId)}</span>
        </span>
      );
    },
  });
  const number = (id: string, title: string, width: number, value: (row: ErrorRow) => number | null) => ({
    id,
    title,
    width,
    numeric: true,
    value,
    text: (row: ErrorRow) => formatNumber(value(row), 2),
  });
  return [
    {
      id: 'kind',
      title: 'Kind',
      width: 108,
      value: (row) => row.kind,
      cell: (row) => (
        <span className="row tight">
          <KindLetter kind={row.kind} />
          {row.kind}
        </span>
      ),
    },
    { id: 'video', title: 'Video', width: 88, value: (row) => row.video },
    {
      id: 'start',
      title: 'Start',
      width: 80,
      numeric: true,
      value: (row) => row.start,
      cell: (row) => <span className="mono">{formatTime(row.start)}</span>,
    },
    number('length', 'Length', 60, (row) => row.end - row.start),
    classColumn('truth', 'Truth', (row) => row.truthClass),
    classColumn('predicted', 'Predicted', (row) => row.predictedClass),
    number('iou', 'IoU', 48, (row) => row.iou),
    ...(hasScores
      ? [
          number('probability', 'Prob.', 52, (row) => row.probability),
          number('entropy', 'Entropy', 68, (row) => row.entropy),
        ]
      : []),
    ...(second === null
      ? []
      : [{ id: 'against', title: second, width: 96, value: (row: ErrorRow) => row.against, cell: SecondVerdict }]),
    {
      id: 'marks',
      title: 'Marks',
      width: 80,
      value: (row) => marksText(marks.get(row.mark)),
      cell: (row) => <Marks mark={marks.get(row.mark)} />,
    },
  ];
}

function SecondVerdict({ against }: ErrorRow) {
  if (against === null) return <span className="hint">not seen</span>;
  if (against !== 'correct') return <span className="label">{against}</span>;
  return (
    <span className="ok">
      <CircleCheck size={14} aria-hidden /> correct
    </span>
  );
}

/** Label error, tags and note in words, as exported and sorted. */
export function marksText(mark: Mark | undefined): string | null {
  if (!mark) return null;
  return [...(mark.labelError ? ['label error'] : []), ...mark.tags, ...(mark.note === '' ? [] : [mark.note])].join(
    ', ',
  );
}

function Marks({ mark }: { mark: Mark | undefined }) {
  if (!mark) return null;
  return (
    <span className="row tight label" data-tip={mark.note === '' ? undefined : mark.note}>
      {mark.labelError && <Flag size={14} aria-label="label error" />}
      {mark.note !== '' && <NotebookPen size={14} aria-label="note" />}
      <span className="ellipsis">{mark.tags.join(', ')}</span>
    </span>
  );
}
