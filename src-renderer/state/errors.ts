/**
 * The errors of the selected run as the program last told them, what people noted on them, and what is done with one.
 */
import { create } from 'zustand';
import type { DiagnosisReport, DiagnosisThresholds } from '../../src-main/common/domain/diagnosis';
import { type Mark, markKey } from '../../src-main/common/domain/mark';
import { call } from '../client';
import { formatNumber } from '../ui/format';
import { type ErrorRow, errorRows, momentOf } from './errorRows';
import { settleBeside } from './history';
import { openErrorRow, useView } from './view';

interface Errors {
  /** Null while they are read, or where that failed. */
  report: DiagnosisReport | null;
  rows: readonly ErrorRow[];
  /** Steps a second of the run. */
  rate: number;
  error: Error | null;
  marks: ReadonlyMap<string, Mark>;
  /** Ids of the rows on the screen, in their order there. */
  order: readonly string[];
  /** Whether the rows of the list are played one after the other. */
  through: boolean;
}

export const useErrors = create<Errors>(() => ({
  report: null,
  rows: [],
  rate: 1,
  error: null,
  marks: new Map(),
  order: [],
  through: false,
}));
const set = useErrors.setState;

let newest = 0;

/** Reads the errors of a run; rows shown before stay until the new ones are there, unless they are of another run. */
export async function loadErrors(
  run: string,
  split: string,
  against: string | null,
  thresholds: DiagnosisThresholds,
): Promise<void> {
  const request = ++newest;
  const { report: shown } = useErrors.getState();
  if (shown?.run !== run || shown.split !== split) set({ report: null, rows: [], order: [] });
  set({ error: null });
  try {
    const [{ report, events }, marks] = await Promise.all([
      call('errors.list', { run, split, against, thresholds }),
      call('errors.marks', {}),
    ]);
    if (request !== newest) return;
    set({ report, rows: errorRows(events), rate: events.rate });
    setMarks(marks);
  } catch (error) {
    if (request === newest)
      set({ report: null, rows: [], error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** Reads what people have said, for screens that show no list of errors. */
export async function loadMarks(): Promise<void> {
  setMarks(await call('errors.marks', {}));
}

/** Keeps what is said of a moment in the project; it is undone and done again with the labels. */
export function keepMark(mark: Mark): Promise<void> {
  const before = useErrors.getState().marks.get(markKey(mark)) ?? { ...mark, labelError: false, tags: [], note: '' };
  return settleBeside(nameOf(before, mark), async (done) => setMarks(await call('errors.mark', done ? mark : before)));
}

/** `Mark at 45.64 s` */
function nameOf(before: Mark, after: Mark): string {
  const at = `at ${formatNumber(after.start, 2)} s`;
  if (before.labelError !== after.labelError)
    return after.labelError ? `Mark ${at} as label error` : `Take the mark ${at} away`;
  return before.note === after.note ? `Tags ${at}` : `Note ${at}`;
}

const setMarks = (marks: readonly Mark[]): void => set({ marks: new Map(marks.map((mark) => [markKey(mark), mark])) });

export const setErrorOrder = (order: readonly string[]): void => set({ order });

/** The row that is open, where it still exists. */
export function openError(): ErrorRow | undefined {
  const { errorRow } = useView.getState();
  return useErrors.getState().rows.find(({ id }) => id === errorRow);
}

/** Opens a row by its id. */
export function showError(id: string): void {
  const row = useErrors.getState().rows.find((one) => one.id === id);
  if (row) openErrorRow(row.id, row.video, (row.start + row.end) / 2);
}

/** Opens the next or previous row of the list, the first or last where none of it is open. */
export function stepError(by: 1 | -1): void {
  const { order } = useErrors.getState();
  const at = order.indexOf(useView.getState().errorRow ?? '');
  const id = at < 0 ? order[by === 1 ? 0 : order.length - 1] : order[at + by];
  if (id !== undefined) showError(id);
}

/** Plays the rows of the list from the open one on, or the first; or no more. */
export function playThrough(through: boolean): void {
  set({ through });
  if (through && !openError()) stepError(1);
}

/** Goes on to the next row, and ends with the last. */
export function playNext(): void {
  const { order, through } = useErrors.getState();
  if (!through) return;
  if (useView.getState().errorRow === order[order.length - 1]) set({ through: false });
  else stepError(1);
}

/** What is said of the moment of a row. */
export function markOf(row: ErrorRow, { marks, rate }: Pick<Errors, 'marks' | 'rate'>): Mark {
  return marks.get(row.mark) ?? { ...momentOf(row, rate), labelError: false, tags: [], note: '' };
}

/** Changes what is said of the moment of a row, and keeps it in the project. */
export async function changeMark(
  row: ErrorRow,
  change: Partial<Pick<Mark, 'labelError' | 'tags' | 'note'>>,
): Promise<void> {
  await keepMark({ ...markOf(row, useErrors.getState()), ...change });
}
