import { CircleX, FileText, TriangleAlert } from 'lucide-react';
import type { ImportPreview, Refusal } from '../../../src-main/common/contract/project';
import { formatCount, formatNumber } from '../../ui/format';
import { CopyButton } from '../../ui/status';

/** What an import would bring, and every row it would not. */
export function ImportCheck({ preview, files }: { preview: ImportPreview; files: readonly string[] }) {
  const { refused, warnings, sample, newClasses } = preview;
  const first = files[0]?.split(/[\\/]/).pop();
  return (
    <>
      <div className="import-head">
        <FileText size={16} aria-hidden />
        <div>
          <strong>{first}</strong>
          {files.length > 1 && <span className="hint"> and {formatNumber(files.length - 1)} more</span>}
          <p className="label">{preview.format}</p>
        </div>
        <dl className="counts push">
          <Count value={preview.segments} name="segments" />
          <Count value={preview.newVideos} name={preview.newVideos === preview.videos ? 'videos' : 'new videos'} />
          <Count value={preview.classes} name="classes" />
          {preview.featureFiles > 0 && <Count value={preview.featureFiles} name="feature files" />}
          <Count value={refused.length} name="refused" bad={refused.length > 0} />
        </dl>
      </div>
      {refused.length > 0 && (
        <>
          <div className="import-band err">
            <CircleX size={16} aria-hidden />
            <strong>{formatCount(refused.length, 'row')} cannot be read</strong>
            <span className="label">left out only if you say so below</span>
            <span className="push" />
            <CopyButton text={refused.map(refusalLine).join('\n')}>Copy list</CopyButton>
          </div>
          <RefusalTable label="Refused rows" rows={refused} />
        </>
      )}
      {warnings.length > 0 && (
        <>
          <div className="import-band">
            <TriangleAlert size={16} className="warn" aria-hidden />
            <strong>Read with a change</strong>
            <span className="hint">{formatNumber(warnings.length)}</span>
          </div>
          <RefusalTable label="Rows read with a change" rows={warnings} />
        </>
      )}
      {newClasses.length > 0 && (
        <div className="import-band">
          <strong>New classes</strong>
          <span className="label ellipsis">{newClasses.slice(0, 12).join(', ')}</span>
          {newClasses.length > 12 && <span className="hint">and {formatNumber(newClasses.length - 12)} more</span>}
        </div>
      )}
      {sample.length > 0 && (
        <>
          <div className="import-band">
            <strong>Preview</strong>
            <span className="hint">the first {formatCount(sample.length, 'segment')}</span>
          </div>
          <table className="plain-table text" aria-label="Preview">
            <thead>
              <tr>
                <th>Video</th>
                <th className="number">Start</th>
                <th className="number">End</th>
                <th>Class</th>
              </tr>
            </thead>
            <tbody>
              {sample.map((row, i) => (
                <tr key={i}>
                  <td>{row.video}</td>
                  <td className="mono number">{row.start}</td>
                  <td className="mono number">{row.end}</td>
                  <td>{row.name}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

const mostRows = 200;

function refusalLine({ file, line, field, message }: Refusal): string {
  return [file, line === null ? null : `line ${line}`, field, message].filter((part) => part !== null).join(', ');
}

export function RefusalTable({ label, rows }: { label: string; rows: readonly Refusal[] }) {
  const hasFiles = new Set(rows.map((row) => row.file)).size > 1;
  return (
    <div className="refusals">
      <table className="plain-table text" aria-label={label}>
        <thead>
          <tr>
            {hasFiles && <th>File</th>}
            <th className="number">Line</th>
            <th>Field</th>
            <th>Reason</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, i) => (
            <tr key={i}>
              {hasFiles && <td>{row.file}</td>}
              <td className="number">{formatNumber(row.line)}</td>
              <td className="mono">{row.field ?? '—'}</td>
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

function Count({ value, name, bad = false }: { value: number; name: string; bad?: boolean }) {
  return (
    <div className={bad ? 'err' : ''}>
      <dd>{formatNumber(value)}</dd>
      <dt>{name}</dt>
    </div>
  );
}
