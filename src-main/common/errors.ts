/**
 * The three ways something can end badly: a `UserError` (expected; says what to do next), `Cancelled` (asked for, not
 * an error to report) and anything else, which is a bug and is shown with a copyable report.
 *
 * A `UserError` message says what was being done, what was found and where, and what was expected. Technical ones open
 * with "Unsupported", "Invalid" or "Missing". The tip says what to do next.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** @param code stable, kebab-case, for scripts; @param tip one sentence: what to do next */
  constructor(
    readonly code: string,
    message: string,
    readonly tip: string,
    options?: { cause?: unknown },
  ) {
    super(message, options as ErrorOptions);
  }
}

/** What makes a whole file unreadable, with the line it stands on, from 1. */
export class LineError extends UserError {
  constructor(
    readonly line: number,
    ...rest: ConstructorParameters<typeof UserError>
  ) {
    super(...rest);
  }
}

/** Somebody asked for the end; no error to report. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor(message = 'Cancelled.') {
    super(message);
  }
}

/** Throws `Cancelled` if the signal has fired. */
export function throwIfCancelled(signal: { readonly aborted: boolean }): void {
  if (signal.aborted) throw new Cancelled();
}

/** An error as plain data, for crossing a process or a wire. */
export interface ErrorRecord {
  kind: 'user' | 'cancelled' | 'bug';
  code: string;
  message: string;
  tip: string;
  /** Stack and cause of a bug, to be copied into a report; absent otherwise. */
  report?: string;
}

/** An error as plain data, to cross to another process or page; a defect keeps its stack as a report. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof UserError) return { kind: 'user', code: error.code, message: error.message, tip: error.tip };
  if (error instanceof Cancelled) return { kind: 'cancelled', code: 'cancelled', message: error.message, tip: '' };
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const cause = error instanceof Error && error.cause !== undefined ? `\nCaused by: ${String(error.cause)}` : '';
  return {
    kind: 'bug',
    code: 'bug',
    message,
    tip: 'This is a defect of the program. Copy the report.',
    report: stack + cause,
  };
}

/** The error of a record, of the class it had before it crossed. */
export function fromErrorRecord(record: ErrorRecord): Error {
  if (record.kind === 'user') return new UserError(record.code, record.message, record.tip);
  if (record.kind === 'cancelled') return new Cancelled(record.message);
  const error = new Error(record.message);
  if (record.report !== undefined) error.stack = record.report;
  return error;
}
