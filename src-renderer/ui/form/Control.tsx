import { type Choice, NumberInput, Segmented, Select, TextInput, Tick } from '../fields';
import type { Field, Value } from './describe';

interface ControlProps {
  id: string;
  field: Field;
  value: Value;
  choices: readonly Choice[] | undefined;
  describedBy: string;
  invalid: boolean;
  onFocus: () => void;
  onValue: (value: Value) => void;
}

/** Choices that fit side by side are shown so; more, or those a project brings, in a list. */
const sideBySide = (choices: readonly string[]) => choices.length <= 4 && choices.join('').length <= 30;

/** The control of one described setting. */
export function Control({ id, field, value, choices, describedBy, invalid, onFocus, onValue }: ControlProps) {
  const shared = { id, 'aria-label': field.label, 'aria-describedby': describedBy, 'aria-invalid': invalid, onFocus };
  if (choices) return <Select {...shared} className="wide" value={String(value)} choices={choices} onValue={onValue} />;
  switch (field.type) {
    case 'choice': {
      const named = field.choices.map((choice) => ({ value: choice, label: choice }));
      if (!sideBySide(field.choices))
        return <Select {...shared} value={String(value)} choices={named} onValue={onValue} />;
      return (
        <Segmented label={field.label} value={String(value)} choices={named} onValue={onValue} onFocus={onFocus} />
      );
    }
    case 'switch':
      return (
        <Tick {...shared} checked={value === true} onTick={onValue}>
          {value === true ? 'on' : 'off'}
        </Tick>
      );
    case 'number':
      return <NumberInput {...shared} value={Number(value)} unit={field.unit} onValue={onValue} />;
    case 'text':
      return <TextInput {...shared} value={String(value)} onChange={(event) => onValue(event.target.value)} />;
  }
}
