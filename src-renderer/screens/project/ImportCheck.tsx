import { CircleX, FileText, TriangleAlert } from 'lucide-react';
import type { ImportChoices, ImportPreview, Refusal } from '../../../src-main/common/contract/project';
import { mostRows, refusedThing, RefusalTable } from '../../components/RefusalTable';
import { formatCount, formatNumber } from '../../ui/format';
import { CopyButton } from '../../ui/status';
import { ImportAnnotator } from './ImportAnnotator';
import { ImportClasses } from './ImportClasses';
import { ImportColumns } from './ImportColumns';
import { ImportFormats } from './ImportFormats';
import { ImportLanes } from './ImportLanes';

interface ImportCheckProps {
  preview: ImportPreview;
  files: readonly string[];
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

/** What an import would bring, and every row it would not; what the files leave open is chosen here. */
export function ImportCheck({ preview, files, choices, onChoices }: ImportCheckProps) {
  const { refused, warnings, sample } = preview;
  const [table] = preview.tables;
  const first = files[0]?.split(/[\\/]/).pop();
  const hasLabels = preview.classes > 0 || preview.segments > 0;
  return (
    <>
      <div className="import-head">
        <FileText size={16} aria-hidden />
        <div>
          <strong>{first}</strong>
          {files.length > 1 && <span className="hint"> and {formatNumber(files.length - 1)} more</span>}
          <p className="label">{preview.format === 'unknown' ? 'unknown format' : preview.format}</p>
        </div>
        <dl className="counts push">
          {hasLabels && <Count value={preview.segments} name="segments" />}
          <Count value={preview.newVideos} name={preview.newVideos === preview.videos ? 'videos' : 'new videos'} />
          {hasLabels && <Count value={preview.classes} name="classes" />}
          {preview.featureFiles > 0 && <Count value={preview.featureFiles} name="feature files" />}
          <Count value={refused.length} name="refused" bad={refused.length > 0} />
        </dl>
      </div>
      <ImportFormats preview={preview} choices={choices} onChoices={onChoices} />
      {hasLabels && <ImportAnnotator choices={choices} onChoices={onChoices} />}
      {table && <ImportColumns table={table} onColumns={(columns) => onChoices({ ...choices, columns })} />}
      <ImportLanes preview={preview} choices={choices} onChoices={onChoices} />
      {refused.length > 0 && <Refused refused={refused} others={isWorthKeeping(preview)} />}
      {warnings.length > 0 && <Changed warnings={warnings} />}
      <ImportClasses preview={preview} choices={choices} onChoices={onChoices} />
      <NewNames title="New classes" names={preview.newClasses} />
      <NewNames title="New lanes" names={preview.newLanes} />
      {sample.length === 0 && files.length > 1 && <FileNames files={files} />}
      {sample.length > 0 && <Sample sample={sample} />}
    </>
  );
}

/** @param others whether anything else was found */
function Refused({ refused, others }: { refused: readonly Refusal[]; others: boolean }) {
  return (
    <>
      <div className="import-band err">
        <CircleX size={16} aria-hidden />
        <strong>{formatCount(refused.length, refusedThing(refused))} cannot be read</strong>
        <span className="label">{others ? 'left out only if you say so below' : 'and nothing else was found'}</span>
        <span className="push" />
        <CopyButton text={refused.map(refusalLine).join('\n')}>Copy list</CopyButton>
      </div>
      <RefusalTable label="Refused rows" rows={refused} />
    </>
  );
}

function Changed({ warnings }: { warnings: readonly Refusal[] }) {
  return (
    <>
      <div className="import-band">
        <TriangleAlert size={16} className="warn" aria-hidden />
        <strong>Read with a change</strong>
        <span className="hint">{formatNumber(warnings.length)}</span>
      </div>
      <RefusalTable label="Rows read with a change" rows={warnings} />
    </>
  );
}

function FileNames({ files }: { files: readonly string[] }) {
  return (
    <>
      <div className="import-band">
        <strong>Files</strong>
        <span className="hint">{formatNumber(files.length)}</span>
      </div>
      <ul className="inset import-names">
        {files.slice(0, mostRows).map((file) => (
          <li key={file} className="mono label ellipsis">
            {file}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first segments, as they were read. */
function Sample({ sample }: Pick<ImportPreview, 'sample'>) {
  return (
    <>
      <div className="import-band">
        <strong>Preview</strong>
        <span className="hint">the first {formatCount(sample.length, 'segment')}</span>
      </div>
      <table className="plain-table text sample" aria-label="Preview">
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
  );
}

function NewNames({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div className="import-band">
      <strong>{title}</strong>
      <span className="hint">{formatNumber(names.length)}</span>
      <span className="label ellipsis" title={names.join(', ')}>
        {names.slice(0, 40).join(', ')}
      </span>
    </div>
  );
}

/** Whether anything is left to import where the refused rows are left out. */
export const isWorthKeeping = ({ segments, videos, featureFiles }: ImportPreview): boolean =>
  segments + videos + featureFiles > 0;

function refusalLine({ file, line, field, message }: Refusal): string {
  return [file, line === null ? null : `line ${line}`, field, message].filter((part) => part !== null).join(', ');
}

function Count({ value, name, bad = false }: { value: number; name: string; bad?: boolean }) {
  return (
    <div className={bad ? 'err' : ''}>
      <dd>{formatNumber(value)}</dd>
      <dt>{name}</dt>
    </div>
  );
}
