import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { type Choice, SearchInput, Tick } from '../../ui/fields';
import { Popover } from '../../ui/Popover';

interface SeveralProps {
  label: string;
  help: string;
  /** What it means that none is chosen. */
  all: string;
  chosen: readonly string[];
  choices: readonly Choice[];
  onChosen: (chosen: readonly string[]) => void;
}

/** More are searched. */
const mostSeen = 12;

/** A line of a form whose value is some of many; they keep the order in which they were chosen. */
export function Several(props: SeveralProps) {
  const { label, help, all, chosen, choices } = props;
  const id = useId();
  const names = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? `${value} (missing)`);
  const shown = names.length === 0 ? all : names.join(', ');
  return (
    <div className="form-line">
      <span className="form-label" data-tip={help}>
        {label}
      </span>
      <Popover
        name={`${label}: ${shown}`}
        className="several"
        align="end"
        button={
          <>
            <span className="ellipsis">{shown}</span>
            <ChevronDown size={14} aria-hidden />
          </>
        }
      >
        <Choices {...props} describedBy={id} />
      </Popover>
      <p id={id} className="hidden-visually">
        {help}
      </p>
    </div>
  );
}

/** What is chosen stands first as long as the list is open, those that are gone among it. */
function Choices({ label, help, all, chosen, choices, onChosen, describedBy }: SeveralProps & { describedBy: string }) {
  const [query, setQuery] = useState('');
  const [first] = useState(chosen);
  const gone = first.filter((value) => !choices.some((choice) => choice.value === value));
  const listed = [
    ...gone.map((value) => ({ value, label: `${value} (missing)` })),
    ...choices.filter(({ value }) => first.includes(value)),
    ...choices.filter(({ value }) => !first.includes(value)),
  ].filter((choice) => choice.label.toLowerCase().includes(query.trim().toLowerCase()));
  return (
    <div className="several-choices" role="group" aria-label={label} aria-describedby={describedBy}>
      <p className="hint">{help}</p>
      {choices.length > mostSeen && (
        <SearchInput
          aria-label={`Find among ${label.toLowerCase()}`}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {choices.length > 0 && (
        <button type="button" className="link" disabled={chosen.length === 0} onClick={() => onChosen([])}>
          Show {all}
        </button>
      )}
      {listed.map(({ value, label: name }) => (
        <Tick
          key={value}
          checked={chosen.includes(value)}
          onTick={(on) => onChosen(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
        >
          {name}
        </Tick>
      ))}
      {choices.length === 0 && <p className="hint">There is none yet.</p>}
      {choices.length > 0 && listed.length === 0 && <p className="hint">None is called so.</p>}
    </div>
  );
}
