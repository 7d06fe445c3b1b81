import type { Refusal } from '../../src-main/common/contract/project';
import { formatNumber } from '../ui/format';

/** Longer lists end with how many more there are. */
export const mostRows = 200;

/** A refusal without a line or field is of a whole file. */
export const refusedThing = (refused: readonly Refusal[]): string =>
  refused.every((one) => one.line === null && one.field === null) ? 'file' : 'row';

/** Rows that an import leaves out or changes, with where they stand and why. */
export function RefusalTable({ label, rows }: { label: string; rows: readonly Refusal[] }) {
  const hasFiles = new Set(rows.map((row) => row.file)).size > 1;
  const hasLines = rows.some((row) => row.line !== null);
  const hasFields = rows.some((row) => row.field !== null);
  return (
    <div className="refusals">
      <table className="plain-table text" aria-label={label}>
        <thead>
          <tr>
            {hasFiles && <th className="file">File</th>}
            {hasLines && <th className="number">Line</th>}
            {hasFields && <th className="field">Field</th>}
            <th>Reason</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, i) => (
            <tr key={i}>
              {hasFiles && <td>{row.file}</td>}
              {hasLines && <td className="number">{formatNumber(row.line)}</td>}
              {hasFields && <td className="mono">{row.field ?? '—'}</td>}
              <td>{row.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <p className="hint">and {formatNumber(rows.length - mostRows)} more; Copy list has all</p>
      )}
    </div>
  );
}
