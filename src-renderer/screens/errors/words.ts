/** An error in words. */
import type { ActionClass } from '../../../src-main/common/domain/taxonomy';
import { nounOf, verbOf } from '../../../src-main/common/classColours';
import type { ErrorRow } from '../../state/errorRows';
import { formatNumber } from '../../ui/format';

/** What a run classifies, which its confusions are counted in. */
export type Unit = 'step' | 'clip';

const nameOf = (id: number | null, classes: readonly ActionClass[]) =>
  classes.find((entry) => entry.id === id)?.name ?? (id === null ? 'nothing' : `class ${id}`);

/** What happened to which segment. */
export function errorSentence(row: ErrorRow, classes: readonly ActionClass[]): string {
  const truth = nameOf(row.truthClass, classes);
  const predicted = nameOf(row.predictedClass, classes);
  switch (row.kind) {
    case 'confused':
      return `${truth} called ${predicted}`;
    case 'boundary':
      return `${truth} with other edges`;
    case 'fragmented':
      return `${truth} in pieces`;
    case 'merged':
      return `${truth} merged with another`;
    case 'duplicate':
      return `${truth} said again`;
    case 'invented':
      return `${predicted} where there is none`;
    case 'missed':
      return `${truth} not found`;
  }
}

/** What is known of it beyond that: which word is wrong, which edge by how much. @param rate steps a second */
export function errorDetail(row: ErrorRow, classes: readonly ActionClass[], rate: number): string {
  if (row.kind === 'confused') return wrongWords(row, classes);
  if (row.kind !== 'boundary' || !row.truth || !row.predicted) return '';
  const start = (row.predicted.start - row.truth.start) / rate;
  const end = (row.predicted.end - row.truth.end) / rate;
  return `starts ${shift(start)}, ends ${shift(end)}`;
}

function shift(seconds: number): string {
  if (seconds === 0) return 'exactly';
  return `${formatNumber(Math.abs(seconds), 2)} s ${seconds < 0 ? 'early' : 'late'}`;
}

function wrongWords(row: ErrorRow, classes: readonly ActionClass[]): string {
  const [truth, predicted] = [row.truthClass, row.predictedClass].map((id) => classes.find((one) => one.id === id));
  if (!truth || !predicted) return '';
  const said = (isRight: boolean) => (isRight ? 'right' : 'wrong');
  return `verb ${said(verbOf(truth) === verbOf(predicted))}, noun ${said(nounOf(truth) === nounOf(predicted))}`;
}
