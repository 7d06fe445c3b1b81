/**
 * What the command line says and where: results on stdout (one JSON object as the last line with `--json`), progress
 * and errors for people on stderr. Exit codes: 0 ok, 1 failed, 2 usage, 130 cancelled.
 */
import type { ScoreInterval } from '../../common/domain/statistics';
import { toErrorRecord } from '../../common/errors';
import type { Progress } from '../../common/progress';

export interface Output {
  readonly json: boolean;
  /** The command's result: as JSON for machines, as `lines` for people. */
  result(value: Record<string, unknown>, lines: readonly string[]): void;
  progress(progress: Progress): void;
  note(line: string): void;
  /** Takes the progress bar off the terminal. */
  clear(): void;
}

/** Wraps a command's action: gives it its output, turns errors into sentences and exit codes. */
export type Act = <A extends unknown[]>(
  action: (output: Output, ...args: A) => Promise<void>,
) => (...args: A) => Promise<void>;

/** Output of one command. @param json one object on stdout, and progress only on a terminal */
export function createOutput(json: boolean): Output {
  let barShown = false;
  const isTerminal = process.stderr.isTTY === true;
  const clear = () => {
    if (barShown && isTerminal) process.stderr.write('\r\x1b[K');
    barShown = false;
  };
  let lastLine = '';
  return {
    json,
    clear,
    result: (value, lines) => {
      clear();
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
      else for (const line of lines) process.stdout.write(`${line}\n`);
    },
    progress: (progress) => {
      if ((json && !isTerminal) || progress.total === 0) return;
      if (isTerminal) {
        // A line longer than the terminal is wide would leave its rest behind.
        process.stderr.write(`\r\x1b[K${progressLine(progress).slice(0, process.stderr.columns - 1)}`);
        barShown = true;
        return;
      }
      // Without a terminal a line a stage and a tenth is enough for a log file.
      const line = `${progress.stage} ${Math.floor((10 * progress.done) / Math.max(1, progress.total)) * 10} %`;
      if (line !== lastLine) process.stderr.write(`${progressLine(progress)}\n`);
      lastLine = line;
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
  };
}

/** How far work is, in a line. */
export function progressLine({ stage, done, total, unit, rate, secondsLeft, item }: Progress): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const bar = '█'.repeat(Math.round(share * 20)).padEnd(20, '░');
  const speed = rate === undefined ? '' : ` · ${rate.toLocaleString('en', { maximumSignificantDigits: 3 })} ${unit}/s`;
  const left = secondsLeft === undefined ? '' : ` · ${formatDuration(secondsLeft)} left`;
  return `${stage} ${bar} ${Math.round(done).toLocaleString('en')} of ${Math.round(total).toLocaleString('en')} ${unit}${speed}${left}${item === undefined ? '' : ` · ${item}`}`;
}

function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, '0')}`;
}

/** Prints a failure and returns the exit code. */
export function reportFailure(error: unknown, json: boolean): number {
  const record = toErrorRecord(error);
  if (json) {
    const { code, message, tip, report } = record;
    process.stdout.write(
      `${JSON.stringify({ error: { code, message, tip, ...(report === undefined ? {} : { report }) } })}\n`,
    );
  }
  if (record.kind === 'cancelled') {
    process.stderr.write(`${record.message}\n`);
    return 130;
  }
  process.stderr.write(
    `${record.message}\n${record.tip}\n${record.report === undefined ? '' : `\n${record.report}\n`}`,
  );
  return 1;
}

/** Aligned columns: numbers to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const isNumeric = head.map((_, column) =>
    rows.every((row) => /^(—|[-+−]?[\d.,]+( ± [\d.,]+| \(.+\))?)$/.test(row[column] ?? '')),
  );
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}

/** `1 video`, `9,668 videos`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A score with one decimal, or a dash where there is none. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : value.toFixed(1);
}

/** `61.2 (55.0 to 67.3)`, or a dash where there is no score. */
export function interval(score: ScoreInterval | null | undefined, digits: number): string {
  if (!score) return '—';
  return `${score.value.toFixed(digits)} (${score.low.toFixed(digits)} to ${score.high.toFixed(digits)})`;
}
