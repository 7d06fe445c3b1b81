/** Plain form controls: text, number, choice, tick. Labels are given by the caller, as `<label>` or `aria-label`. */
import { Check, ChevronDown, Search } from 'lucide-react';
import {
  type CSSProperties,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
  useState,
} from 'react';
import { formatSetting } from './format';

export interface Choice<V extends string = string> {
  value: V;
  label: string;
  /** Shown after the label where the choice cannot be taken. */
  unavailable?: string | undefined;
}

type InputProps = InputHTMLAttributes<HTMLInputElement>;

export function TextInput({ className = '', ...rest }: InputProps) {
  return <input type="text" spellCheck={false} autoComplete="off" {...rest} className={`input ${className}`} />;
}

export function SearchInput({ className = '', ...rest }: InputProps) {
  return (
    <span className={`search ${className}`}>
      <Search size={14} aria-hidden />
      <input type="search" spellCheck={false} autoComplete="off" {...rest} className="input" />
    </span>
  );
}

interface NumberInputProps extends Omit<InputProps, 'value' | 'onChange'> {
  value: number;
  unit?: string | undefined;
  /** Called with every text that is a number; others show as invalid and are taken back when the field is left. */
  onValue: (value: number) => void;
}

export function NumberInput({ value, unit, onValue, onBlur, className = '', ...rest }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const invalid = draft !== null && !Number.isFinite(parse(draft));
  return (
    <span className={`number-input ${className}`} style={{ '--unit': `${unit?.length ?? 0}ch` } as CSSProperties}>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        {...rest}
        className={`input ${unit ? 'with-unit' : ''}`}
        aria-invalid={invalid || rest['aria-invalid']}
        value={draft ?? formatSetting(value)}
        onChange={(event) => {
          setDraft(event.target.value);
          const next = parse(event.target.value);
          if (Number.isFinite(next)) onValue(next);
        }}
        onBlur={(event) => {
          setDraft(null);
          onBlur?.(event);
        }}
      />
      {unit && <span className="unit">{unit}</span>}
    </span>
  );
}

function parse(text: string): number {
  const cleaned = text.replaceAll(',', '').replace('−', '-').trim();
  return cleaned === '' ? Number.NaN : Number(cleaned);
}

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  value: string;
  choices: readonly Choice[];
  onValue: (value: string) => void;
}

/** A value that is not among the choices is shown as missing rather than silently replaced; none may be known yet. */
export function Select({ value, choices, onValue, className = '', ...rest }: SelectProps) {
  const known = choices.some((choice) => choice.value === value);
  const unknown = choices.length === 0 ? value : `${value} (missing)`;
  return (
    <span className={`select ${className}`}>
      <select {...rest} value={value} onChange={(event) => onValue(event.target.value)}>
        {!known && <option value={value}>{value === '' ? 'choose' : unknown}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.unavailable !== undefined}>
            {choice.unavailable === undefined ? choice.label : `${choice.label}: ${choice.unavailable}`}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </span>
  );
}

interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  onValue: (value: V) => void;
  onFocus?: () => void;
}

/** Two to four choices side by side; a radio group, so that arrows move and the choice is one tab stop. */
export function Segmented<V extends string>({ label, value, choices, onValue, onFocus }: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset className="segmented" aria-label={label} onFocus={onFocus}>
      {choices.map((choice) => (
        <label key={choice.value} className={choice.value === value ? 'on' : ''}>
          <input
            type="radio"
            className="hidden-visually"
            name={name}
            checked={choice.value === value}
            disabled={choice.unavailable !== undefined}
            onChange={() => onValue(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}

interface TickProps extends Omit<InputProps, 'type' | 'onChange' | 'checked'> {
  checked: boolean;
  onTick: (checked: boolean) => void;
  children?: ReactNode;
}

export function Tick({ checked, onTick, children, className = '', ...rest }: TickProps) {
  return (
    <label className={`tick ${className}`}>
      <input type="checkbox" {...rest} checked={checked} onChange={(event) => onTick(event.target.checked)} />
      <span className="box" aria-hidden>
        {checked && <Check size={12} strokeWidth={3} />}
      </span>
      {children}
    </label>
  );
}
