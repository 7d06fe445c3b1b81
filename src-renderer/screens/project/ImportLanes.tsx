import type { ImportChoices, ImportedLane, ImportPreview } from '../../../src-main/common/contract/project';
import { lanesOf } from '../../../src-main/common/domain/lane';
import { useProject } from '../../state/project';
import { Select } from '../../ui/fields';
import { formatNumber } from '../../ui/format';

interface ImportLanesProps {
  preview: ImportPreview;
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

/** Which lane of the project each lane of the files becomes, or one for all of them. */
export function ImportLanes({ preview, choices, onChoices }: ImportLanesProps) {
  const project = useProject((state) => state.project);
  if (preview.lanes.length === 0 || !project) return null;
  const known = lanesOf(project.taxonomy).map(({ id, name }) => ({ value: String(id), label: name }));
  const canAdd = !project.project.singleLabel && choices.annotator === undefined;
  const targets = ({ name }: ImportedLane) => [
    ...known,
    ...(canAdd && name !== '' ? [{ value: 'new', label: 'a new lane' }] : []),
    { value: 'out', label: 'left out' },
  ];
  const choose = (names: readonly string[], value: string) => {
    const becomes = value === 'new' ? ('new' as const) : value === 'out' ? null : Number(value);
    const lanes = { ...choices.lanes, ...Object.fromEntries(names.map((name) => [name, becomes])) };
    onChoices({ ...choices, lanes });
  };
  const values = new Set(preview.lanes.map(valueOf));
  const one = values.size === 1 ? [...values][0] : undefined;
  return (
    <>
      <div className="import-band">
        <strong>Lanes</strong>
        <span className="hint">{formatNumber(preview.lanes.length)} in the files</span>
        <span className="push" />
        {preview.lanes.length > 1 && (
          <Select
            aria-label="One lane for all"
            value={one !== undefined && known.some(({ value }) => value === one) ? one : ''}
            choices={[
              { value: '', label: 'each its own' },
              ...known.map(({ value, label }) => ({ value, label: `all into ${label}` })),
            ]}
            onValue={(value) =>
              value === ''
                ? onChoices({ ...choices, lanes: {} })
                : choose(
                    preview.lanes.map(({ name }) => name),
                    value,
                  )
            }
          />
        )}
      </div>
      <div className="import-classes">
        <table className="plain-table text" aria-label="Lanes of the files">
          <thead>
            <tr>
              <th>In the files</th>
              <th className="number">Segments</th>
              <th>In the project</th>
            </tr>
          </thead>
          <tbody>
            {preview.lanes.map((lane) => (
              <tr key={lane.name}>
                <td>{lane.name === '' ? <span className="hint">no lane</span> : lane.name}</td>
                <td className="number">{formatNumber(lane.segments)}</td>
                <td>
                  <Select
                    className="in-cell"
                    aria-label={lane.name === '' ? 'What segments without a lane become' : `Lane of ${lane.name}`}
                    value={valueOf(lane)}
                    choices={targets(lane)}
                    onValue={(value) => choose([lane.name], value)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const valueOf = ({ becomes }: ImportedLane): string => (becomes === null ? 'out' : String(becomes));
