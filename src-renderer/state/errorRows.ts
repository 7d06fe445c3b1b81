/** Errors as the page lists and filters them: one object a row, made once of the columns the program sends. */
import { nounOf, verbOf } from '../../src-main/common/classColours';
import { holdsOne } from '../../src-main/common/domain/chosenSteps';
import { type ErrorEvents, type ErrorKind, type Verdict, verdicts } from '../../src-main/common/domain/diagnosis';
import { type Mark, markKey } from '../../src-main/common/domain/mark';
import { type Span, spanIou } from '../../src-main/common/domain/span';
import type { ActionClass, Taxonomy } from '../../src-main/common/domain/taxonomy';
import { type ErrorFilter, labelErrorMark, lengthRanges } from './errorFilter';
import type { Linked } from './view';

/** Spans in steps at the run's rate; `start` and `end` are seconds. */
export interface ErrorRow {
  /** Stays the same while labels and predictions do. */
  id: string;
  kind: ErrorKind;
  video: string;
  /** Of what was predicted, else of the truth. */
  start: number;
  end: number;
  truth: Span | null;
  predicted: Span | null;
  /** Class ids; null: no segment. */
  truthClass: number | null;
  predictedClass: number | null;
  iou: number | null;
  /** Means over the event; null for runs without scores. */
  probability: number | null;
  entropy: number | null;
  /** Verdict of the second run; null where there is none or it has not seen the moment. */
  against: Verdict | null;
  /** The moment that marks are kept for. */
  mark: string;
}

/** The columns of events as rows, in their order. */
export function errorRows(events: ErrorEvents): ErrorRow[] {
  return events.kind.map((kind, i) => {
    const span = (starts: readonly number[], ends: readonly number[]): Span | null =>
      starts[i] === -1 ? null : { start: starts[i] as number, end: ends[i] as number };
    const truth = span(events.truthStart, events.truthEnd);
    const predicted = span(events.predictedStart, events.predictedEnd);
    const video = events.videos[events.video[i] as number] as string;
    const { start, end } = (predicted ?? truth) as Span;
    const [truthClass, predictedClass] = [events.truthClass[i] as number, events.predictedClass[i] as number];
    const row = {
      id: `${video}/${spanName(truth)}/${spanName(predicted)}`,
      kind: verdicts[kind] as ErrorKind,
      video,
      start: start / events.rate,
      end: end / events.rate,
      truth,
      predicted,
      truthClass: truth ? truthClass : null,
      predictedClass: predicted ? predictedClass : null,
      iou: truth && predicted ? spanIou(truth, predicted) : null,
      probability: events.probability[i] ?? null,
      entropy: events.entropy[i] ?? null,
      against: verdicts[events.against[i] ?? -1] ?? null,
    };
    return { ...row, mark: markKey(momentOf(row, events.rate)) };
  });
}

const spanName = (span: Span | null): string => (span ? `${span.start}-${span.end}` : '');

/** The moment of a row that a mark is about: the true segment where there is one. */
export function momentOf(
  { video, truth, predicted, truthClass, predictedClass }: Omit<ErrorRow, 'mark'>,
  rate: number,
): Pick<Mark, 'video' | 'start' | 'end' | 'classId' | 'inTruth'> {
  const { start, end } = (truth ?? predicted) as Span;
  const classId = (truth ? truthClass : predictedClass) as number;
  return { video, start: start / rate, end: end / rate, classId, inTruth: truth !== null };
}

type Selection = Pick<Linked, 'truthClass' | 'predictedClass' | 'steps'> & { filter: ErrorFilter };

/**
 * Rows of every kind that the other filters let pass; those of a class filter hold where the truth or the prediction is
 * of it, as in "everything with onion".
 */
export function passing(
  rows: readonly ErrorRow[],
  { truthClass, predictedClass, steps, filter }: Selection,
  taxonomy: Taxonomy,
  marks: ReadonlyMap<string, Mark>,
): ErrorRow[] {
  const classes = new Map(taxonomy.classes.map((entry) => [entry.id, entry]));
  const background = taxonomy.classes.find((entry) => entry.background)?.id ?? null;
  const isClass = (wanted: number | null, found: number | null) => wanted === null || (found ?? background) === wanted;
  const either = (row: ErrorRow, test: (entry: ActionClass) => boolean) =>
    [row.truthClass, row.predictedClass].some((id) => {
      const entry = id === null ? undefined : classes.get(id);
      return entry !== undefined && test(entry);
    });
  const range = filter.length === null ? null : lengthRanges[filter.length];
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = (row: ErrorRow) =>
    [row.video, row.kind, ...[row.truthClass, row.predictedClass].map((id) => classes.get(id ?? -1)?.name ?? '')]
      .join(' ')
      .toLowerCase();
  return rows.filter(
    (row) =>
      isClass(truthClass, row.truthClass) &&
      isClass(predictedClass, row.predictedClass) &&
      (filter.video === null || row.video === filter.video) &&
      (filter.verb === null || either(row, (entry) => verbOf(entry) === filter.verb)) &&
      (filter.noun === null || either(row, (entry) => nounOf(entry) === filter.noun)) &&
      (range === null || (row.end - row.start >= range[0] && row.end - row.start < range[1])) &&
      (filter.mark === null || hasMark(marks.get(row.mark), filter.mark)) &&
      (steps === null || holdsStep(row, steps[row.video] ?? [])) &&
      words.every((word) => textOf(row).includes(word)),
  );
}

const hasMark = (mark: Mark | undefined, wanted: string): boolean =>
  mark !== undefined && (wanted === labelErrorMark ? mark.labelError : mark.tags.includes(wanted));

/** Whether one of the chosen steps, ascending, lies in the truth or the prediction. */
const holdsStep = ({ truth, predicted }: ErrorRow, steps: readonly number[]): boolean =>
  [truth, predicted].some((span) => span !== null && holdsOne(steps, span.start, span.end));
