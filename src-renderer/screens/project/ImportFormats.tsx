import type { ImportChoices, ImportPreview } from '../../../src-main/common/contract/project';
import { Select } from '../../ui/fields';
import { formatCount } from '../../ui/format';

interface ImportFormatsProps {
  preview: ImportPreview;
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

const mostRows = 20;

/** Which format files are of that several could claim, or none does. */
export function ImportFormats({ preview, choices, onChoices }: ImportFormatsProps) {
  // A file stays in the list once it is said, so that another choice is at hand.
  const said = Object.keys(choices.formats).filter((path) => !preview.asked.some((one) => one.path === path));
  const { asked } = preview;
  if (asked.length + said.length === 0) return null;
  const choose = (path: string, format: string) => {
    const { [path]: _, ...others } = choices.formats;
    onChoices({ ...choices, formats: format === '' ? others : { ...others, [path]: format } });
  };
  return (
    <>
      <div className="import-band">
        <strong>Formats</strong>
        <span className="hint">
          {asked.length > 0 ? `not told by ${formatCount(asked.length, 'file')}: say them here` : 'as you said'}
        </span>
      </div>
      <div className="import-classes">
        <table className="plain-table text" aria-label="Formats of the files">
          <tbody>
            {[...asked.slice(0, mostRows), ...said.map((path) => ({ path, formats: [] }))].map(({ path, formats }) => (
              <tr key={path}>
                <td>{path.split(/[\\/]/).pop()}</td>
                <td>
                  {formats.length > 0 ? (
                    <Select
                      className="in-cell"
                      aria-label={`Format of ${path.split(/[\\/]/).pop()}`}
                      value=""
                      choices={formats.map(({ id, title }) => ({ value: id, label: title }))}
                      onValue={(format) => choose(path, format)}
                    />
                  ) : (
                    <button type="button" className="link" onClick={() => choose(path, '')}>
                      {choices.formats[path]}: choose again
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
