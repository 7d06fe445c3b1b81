import type { ImportChoices, ImportPreview } from '../../../src-main/common/contract/project';
import { mostRows } from '../../components/RefusalTable';
import { useProject } from '../../state/project';
import { Select } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { ImportMeanings, meaningOfValue, valueOfMeaning } from './ImportMeanings';

interface ImportClassesProps {
  preview: ImportPreview;
  choices: ImportChoices;
  onChoices: (choices: ImportChoices) => void;
}

/** Which class of the project each class of the files becomes; the choice is kept for the next import. */
export function ImportClasses({ preview, choices, onChoices }: ImportClassesProps) {
  const classes = useProject((state) => state.project?.taxonomy.classes) ?? [];
  const unknown = preview.labels.filter((label) => label.becomes === 'none');
  if (preview.labels.length === 0 || classes.every((c) => c.background)) return null;
  const targets = [
    { value: 'new', label: 'a new class' },
    { value: 'out', label: 'left out' },
    ...classes.filter((c) => !c.background).map((c) => ({ value: String(c.id), label: c.name })),
  ];
  const choose = (labels: readonly { name: string }[], value: string) => {
    const becomes = meaningOfValue(value);
    const chosen = Object.fromEntries(labels.map(({ name }) => [name, becomes]));
    onChoices({ ...choices, classes: { ...choices.classes, ...chosen } });
  };
  const shown = [...preview.labels].sort((a, b) => Number(b.becomes === 'none') - Number(a.becomes === 'none'));
  return (
    <>
      <div className="import-band">
        <strong>Classes</strong>
        <span className="hint">
          {unknown.length === 0
            ? `all ${formatNumber(preview.labels.length)} are known`
            : `the project has no class of ${formatCount(unknown.length, 'name')}`}
        </span>
        <span className="push" />
        {unknown.length > 1 && (
          <Select
            aria-label="What all of these become"
            value=""
            choices={[
              { value: 'new', label: 'all new classes' },
              { value: 'out', label: 'all left out' },
            ]}
            onValue={(value) => choose(unknown, value)}
          />
        )}
      </div>
      <div className="import-classes">
        <ImportMeanings
          label="Classes of the files"
          meanings={shown.slice(0, mostRows).map(({ name, segments, becomes }) => ({
            name,
            segments,
            question: `What ${name} becomes`,
            value: valueOfMeaning(becomes),
            choices: targets,
          }))}
          onValue={(label, value) => choose([label], value)}
        />
        {shown.length > mostRows && <p className="hint">and {formatNumber(shown.length - mostRows)} more</p>}
      </div>
    </>
  );
}
