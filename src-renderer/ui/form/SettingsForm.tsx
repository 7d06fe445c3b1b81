/**
 * A form made of described settings: label 132 px, control, a dot where the value differs from the base (click puts it
 * back), help for the field with the focus, errors under their field.
 */
import { ChevronDown, ChevronRight, CircleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { Choice } from '../fields';
import { Control } from './Control';
import { differing, type Field, layOut, type Line, type Values } from './describe';

export interface SettingsFormProps {
  fields: readonly Field[];
  values: Values;
  /** What the dots compare with. */
  base: Values;
  errors: Record<string, string>;
  /** Choices that only the open project knows, by field. */
  choices: Record<string, readonly Choice[]>;
  onChange: (change: Values) => void;
}

export function SettingsForm(props: SettingsFormProps) {
  const [closed, setClosed] = useState<readonly string[]>([]);
  return (
    <div className="settings-form">
      {layOut(props.fields, props.values).map((section) => {
        const open = !closed.includes(section.name);
        const Chevron = open ? ChevronDown : ChevronRight;
        return (
          <section key={section.name} aria-label={section.name}>
            <h3>
              <button
                type="button"
                aria-expanded={open}
                onClick={() => setClosed(open ? [...closed, section.name] : closed.filter((n) => n !== section.name))}
              >
                <Chevron size={14} aria-hidden />
                {section.name}
              </button>
            </h3>
            {open && section.lines.map((line) => <FormLine key={line.label} {...props} line={line} />)}
          </section>
        );
      })}
    </div>
  );
}

function FormLine({ line, ...form }: SettingsFormProps & { line: Line }) {
  const [focused, setFocused] = useState<string | null>(null);
  const id = useId();
  const { fields } = line;
  const helped = fields.find((field) => field.key === focused);
  const changed = differing(fields, form.values, form.base);
  const wrong = fields.filter((field) => form.errors[field.key] !== undefined);
  const only = fields.length === 1 ? fields[0] : undefined;
  const putBack = () =>
    form.onChange(Object.fromEntries(changed.map((key) => [key, form.base[key] as Values[string]])));
  return (
    <div className="form-line" onBlur={() => setFocused(null)}>
      {only && (only.type === 'number' || only.type === 'text') ? (
        <label htmlFor={`${id}-${only.key}`}>{line.label}</label>
      ) : (
        <span className="form-label">{line.label}</span>
      )}
      <div className="form-controls">
        {fields.map((field) => (
          <Control
            key={field.key}
            id={`${id}-${field.key}`}
            field={field}
            value={form.values[field.key] ?? field.initial}
            choices={form.choices[field.key]}
            describedBy={`${id}-about`}
            invalid={form.errors[field.key] !== undefined}
            onFocus={() => setFocused(field.key)}
            onValue={(value) => form.onChange({ [field.key]: value })}
          />
        ))}
      </div>
      {changed.length > 0 && (
        <button
          type="button"
          className="differs"
          aria-label={`Put ${line.label} back`}
          data-tip={`Differs; put back ${changed.map((key) => String(form.base[key])).join(', ')}`}
          onClick={putBack}
        />
      )}
      <div id={`${id}-about`} className="form-about">
        {wrong.map((field) => (
          <p key={field.key} className="err">
            <CircleAlert size={14} aria-hidden />
            {fields.length > 1 && `${field.label}: `}
            {form.errors[field.key]}
          </p>
        ))}
        {helped && <p className="label">{helped.help}</p>}
      </div>
    </div>
  );
}
