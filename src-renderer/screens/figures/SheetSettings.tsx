import { type Recipe, SheetSettings as Schema } from '../../../src-main/common/domain/figure';
import { atVenue } from '../../../src-main/common/figures/arrange';
import { venues } from '../../../src-main/common/figures/venues';
import { useState } from 'react';
import { change, renameFigure, useFigures } from '../../state/figures';
import { useTask } from '../../state/task';
import { TextInput } from '../../ui/fields';
import { describeFields, type Values } from '../../ui/form/describe';
import { PanelHead } from '../../ui/Region';
import { Alert, Failure } from '../../ui/status';
import { CheckedForm } from './CheckedForm';

const fields = describeFields(Schema);
const base = Schema.parse({}) as Values;
const choices = {
  venue: [
    ...venues.map(({ id, name, width }) => ({ value: id, label: `${name}, ${width} mm` })),
    { value: 'free', label: 'free' },
  ],
};

/** Width, font and letters of the whole figure, and whether it can be read by all. */
export function SheetSettings({ name, recipe }: { name: string; recipe: Recipe }) {
  const values = recipe.sheet as Values;
  const venue = venues.find(({ id }) => id === recipe.sheet.venue);
  const set = (next: Values) => {
    const chosen = venues.find(({ id }) => id === next['venue']);
    if (chosen) return change('Change venue', atVenue(recipe, chosen));
    // A width or size of one's own is no longer that of the venue.
    const checked = Schema.safeParse({ ...values, ...('width' in next ? { venue: 'free' } : {}), ...next });
    if (checked.success) change('Change sheet', { ...recipe, sheet: checked.data });
  };
  return (
    <>
      <PanelHead title="Sheet" />
      <NameField key={name} name={name} />
      <div className="form-line figure-title">
        <label htmlFor="figure-title">Title</label>
        <TextInput
          id="figure-title"
          value={recipe.title}
          onChange={({ target }) => target.value !== '' && change('Change title', { ...recipe, title: target.value })}
        />
      </div>
      <CheckedForm
        key={`sheet of ${name}`}
        schema={Schema}
        fields={fields}
        values={values}
        base={venue ? { ...base, venue: venue.id, width: venue.width, fontSize: venue.fontSize } : values}
        choices={choices}
        onChange={set}
      />
      {venue && <p className="hint figure-source">{venue.source}</p>}
      <Checks />
    </>
  );
}

/** Of the recipe's file and of the files drawn from it. */
function NameField({ name }: { name: string }) {
  const [typed, setTyped] = useState(name);
  const rename = useTask(renameFigure);
  const keep = () => {
    if (typed.trim() === '') setTyped(name);
    else rename.run(typed.trim());
  };
  return (
    <>
      <div className="form-line figure-title">
        <label htmlFor="figure-name">Name</label>
        <TextInput
          id="figure-name"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={keep}
          onKeyDown={({ key }) => key === 'Enter' && keep()}
        />
      </div>
      <Failure error={rename.error} />
    </>
  );
}

function Checks() {
  const problems = useFigures((state) => state.drawn?.problems);
  if (problems === undefined) return null;
  return (
    <div className="figure-checks">
      {problems.length === 0 ? (
        <Alert severity="ok" heading="Every mark or its outline is at least 3:1 on white.">
          No two classes share colour and shape.
        </Alert>
      ) : (
        <Alert severity="warn" heading="Not everyone can read this">
          {problems.slice(0, 6).map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
          {problems.length > 6 && <p>{problems.length - 6} more.</p>}
        </Alert>
      )}
    </div>
  );
}
