import type { ImportChoices, ImportedLane, ImportPreview } from '../../../src-main/common/contract/project';
import { lanesOf } from '../../../src-main/common/domain/lane';
import { useProject } from '../../state/project';
import { Select } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { ImportMeanings, meaningOfValue, valueOfMeaning } from './ImportMeanings';

interface ImportLanesProps {
  preview: ImportPreview;
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

/**
 * Which lane of the project each lane of the files becomes, or one for all of them; the choice
 * is kept for the next import.
 */
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
  const choose = (lanes: readonly { name: string }[], value: string) => {
    const becomes = meaningOfValue(value);
    const chosen = Object.fromEntries(lanes.map(({ name }) => [name, becomes]));
    onChoices({ ...choices, lanes: { ...choices.lanes, ...chosen } });
  };
  const values = new Set(preview.lanes.map(({ becomes }) => valueOfMeaning(becomes)));
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
            onValue={(value) => choose(preview.lanes, value === '' ? 'new' : value)}
          />
        )}
      </div>
      <div className="import-classes">
        <ImportMeanings
          label="Lanes of the files"
          meanings={preview.lanes.map((lane) => ({
            name: lane.name,
            title: lane.name === '' ? <span className="hint">no lane</span> : lane.name,
            segments: lane.segments,
            question: lane.name === '' ? 'What segments without a lane become' : `Lane of ${lane.name}`,
            value: valueOfMeaning(lane.becomes),
            choices: targets(lane),
          }))}
          onValue={(lane, value) => choose([lane], value)}
        />
      </div>
    </>
  );
}
