/**
 * What a run takes for what: the confusion matrix, and below it the most confused pairs or their label overlap. A
 * chosen cell or pair is chosen for all screens that look into the run.
 */
import './confusions.css';
import { useMemo, useState } from 'react';
import type { ConfusionGrouping, ConfusionMatrix } from '../../../src-main/common/domain/confusions';
import { isThin, thinNote } from '../../../src-main/common/domain/evidence';
import { probabilityScale } from '../../canvas/probabilityMap';
import { useAnalysis } from '../../state/useAnalysis';
import { setLinked, useView } from '../../state/view';
import { Segmented, Select } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure, Skeleton } from '../../ui/status';
import { useTheme } from '../../ui/theme';
import { AddToFigures } from '../../components/AddToFigures';
import { type Cell, ConfusionMap } from './ConfusionMap';
import { type CellMeasure, cellValue } from './matrixPainter';
import { PairsPanel } from './PairsPanel';
import type { Unit } from './words';

const groupings: { value: ConfusionGrouping; label: string }[] = [
  { value: 'class', label: 'Class' },
  { value: 'verb', label: 'Verb' },
  { value: 'noun', label: 'Noun' },
  { value: 'task', label: 'Task' },
  { value: 'cluster', label: 'Cluster' },
];

/** @param run id; @param split whose predictions are looked at */
export function ConfusionPanel({ run, split, unit }: { run: string; split: string; unit: Unit }) {
  const steps = useView((view) => view.steps);
  const [grouping, setGrouping] = useState<ConfusionGrouping>('class');
  const [measure, setMeasure] = useState<CellMeasure>('share');
  /** Classes of a group that was opened, of which the matrix is shown first. */
  const [opened, setOpened] = useState<readonly number[] | null>(null);
  const { report, error } = useAnalysis('confusions.matrix', { run, split, grouping, steps });
  // While another grouping is awaited, the one before stays.
  const matrix = report?.run === run ? report : undefined;
  const frame = useMemo(() => (matrix && opened ? rangeOf(matrix, opened) : null), [matrix, opened]);
  const change = (next: ConfusionGrouping) => {
    setOpened(null);
    setGrouping(next);
  };
  const select = ({ row, column }: Cell) => {
    if (!matrix) return;
    const [truth, predicted] = [matrix.groups[row]!, matrix.groups[column]!];
    if (truth.classIds.length === 1 && predicted.classIds.length === 1) {
      return setLinked({ truthClass: truth.classIds[0]!, predictedClass: predicted.classIds[0]! });
    }
    // A group is opened into its classes.
    setOpened([...truth.classIds, ...predicted.classIds]);
    setGrouping('class');
  };
  return (
    <div className="confusions">
      <PanelHead title="Confusion matrix">
        <span className="push" />
        <AddToFigures
          wish={() => ({
            kind: 'confusion',
            runs: [run],
            classes: grouping === 'class' ? (opened ?? []) : [],
            settings: { split, grouping, cells: measure === 'share' ? 'row share' : 'steps' },
          })}
        />
        <Select
          aria-label="Rows and columns"
          value={grouping}
          choices={groupings}
          onValue={(v) => change(v as ConfusionGrouping)}
        />
        <Segmented
          label="Numbers in the cells"
          value={measure}
          choices={[
            { value: 'share', label: 'Row %' },
            { value: 'steps', label: unit === 'step' ? 'Steps' : 'Clips' },
          ]}
          onValue={setMeasure}
        />
      </PanelHead>
      <Failure error={error} inset />
      {!matrix && !error && <Skeleton rows={6} what="Counting confusions" />}
      {matrix && <Matrix matrix={matrix} measure={measure} frame={frame} unit={unit} onSelect={select} />}
      {matrix && <PairsPanel run={run} split={split} unit={unit} />}
    </div>
  );
}

interface MatrixProps {
  matrix: ConfusionMatrix;
  measure: CellMeasure;
  frame: readonly [number, number] | null;
  unit: Unit;
  onSelect: (cell: Cell) => void;
}

function Matrix({ matrix, measure, frame, unit, onSelect }: MatrixProps) {
  const [pointed, setPointed] = useState<Cell | null>(null);
  const theme = useTheme((state) => state.theme);
  const truth = useView((view) => view.truthClass);
  const predicted = useView((view) => view.predictedClass);
  const selected = useMemo(() => selectedCell(matrix, truth, predicted), [matrix, truth, predicted]);
  return (
    <>
      <ConfusionMap
        matrix={matrix}
        measure={measure}
        selected={selected}
        frame={frame}
        onSelect={onSelect}
        onPoint={setPointed}
      />
      <p className="confusion-foot label">
        <span className="confusion-scale" style={{ backgroundImage: probabilityScale(theme) }} aria-hidden />
        <span id="confusion-cell" className="ellipsis" aria-live="polite">
          {cellText(matrix, measure, unit, pointed ?? selected)}
        </span>
        <span className="push hint">{videosText(matrix)}</span>
      </p>
      {matrix.notes.map((note) => (
        <p key={note} className="confusion-foot hint">
          {note}
        </p>
      ))}
    </>
  );
}

function cellText(matrix: ConfusionMatrix, measure: CellMeasure, unit: Unit, cell: Cell | null): string {
  if (!cell) {
    const bg = matrix.groups.some(({ background }) => background) ? '; bg: no label given' : '';
    return `${measure === 'share' ? `Share of true ${unit}s` : `True ${unit}s`}${bg}`;
  }
  const [truth, predicted] = [matrix.groups[cell.row]!, matrix.groups[cell.column]!];
  const steps = matrix.cells.find(([row, column]) => row === cell.row && column === cell.column)?.[2] ?? 0;
  const share = cellValue({ matrix, measure: 'share' }, cell.row, steps);
  return `${truth.name} called ${predicted.name}: ${formatCount(steps, unit)} of ${formatNumber(truth.steps)}, ${formatNumber(100 * share)} %`;
}

const videosText = ({ videos }: ConfusionMatrix): string =>
  isThin(videos.length) ? thinNote(videos.length) : formatCount(videos.length, 'video');

/** The cell of a chosen true class and label; where one of them is open, that of the diagonal. */
function selectedCell(matrix: ConfusionMatrix, truth: number | null, predicted: number | null): Cell | null {
  const groupOf = (id: number | null) =>
    matrix.groups.findIndex(({ classIds }) => id !== null && classIds.includes(id));
  const [row, column] = [groupOf(truth ?? predicted), groupOf(predicted ?? truth)];
  return row >= 0 && column >= 0 ? { row, column } : null;
}

/** From the first to the last group that holds one of the classes. */
function rangeOf({ groups, grouping }: ConfusionMatrix, classIds: readonly number[]): readonly [number, number] | null {
  if (grouping !== 'class') return null;
  const found = groups.flatMap((group, index) => (group.classIds.some((id) => classIds.includes(id)) ? [index] : []));
  return found.length === 0 ? null : [found[0]!, found[found.length - 1]! + 1];
}
