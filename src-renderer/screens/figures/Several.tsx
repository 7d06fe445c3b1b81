import { ChevronDown } from 'lucide-react';
import type { Choice } from '../../ui/fields';
import { Tick } from '../../ui/fields';
import { Popover } from '../../ui/Popover';

interface SeveralProps {
  label: string;
  /** What it means that none is chosen. */
  all: string;
  chosen: readonly string[];
  choices: readonly Choice[];
  onChosen: (chosen: readonly string[]) => void;
}

/** A line of a form whose value is some of many; they keep the order in which they were chosen. */
export function Several({ label, all, chosen, choices, onChosen }: SeveralProps) {
  const names = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? `${value} (missing)`);
  const shown = names.length === 0 ? all : names.join(', ');
  return (
    <div className="form-line">
      <span className="form-label">{label}</span>
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
        <div className="several-choices">
          {choices.map(({ value, label: name }) => (
            <Tick
              key={value}
              checked={chosen.includes(value)}
              onTick={(on) => onChosen(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
            >
              {name}
            </Tick>
          ))}
          {choices.length === 0 && <p className="hint">There is none yet.</p>}
        </div>
      </Popover>
    </div>
  );
}
