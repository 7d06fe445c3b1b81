/**
 * A form made of described settings: label 132 px, control, a dot where the value differs from the base (click puts it
 * back), errors under their field. Help for the field with the focus stands in a strip of its own at the bottom, so
 * that no control moves away under the pointer when the focus changes.
 */
import { ChevronDown, ChevronRight, CircleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Choice } from '../fields';
import { Control } from './Control';
import { differing, type Field, layOut, type Line, type Values } from './describe';

export interface SettingsFormProps {
  fields: readonly Field[];
  values: Values;
  /** What the dots compare with. */
  base: Values;
  errors: Record<string, string>;
  /** What mends an error elsewhere in the program, by field; stands after the error. */
  repairs: Record<string, ReactNode>;
  /** Choices that only the open project knows, by field. */
  choices: Record<string, readonly Choice[]>;
  onChange: (change: Values) => void;
}

export function SettingsForm(props: SettingsFormProps) {
  const [closed, setClosed] = useState<readonly string[]>([]);
  const [helped, setHelped] = useState<Field | null>(null);
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
            {open &&
              section.lines.map((line) => <FormLine key={line.label} {...props} line={line} onHelped={setHelped} />)}
          </section>
        );
      })}
      <p className="form-help" aria-hidden>
        {helped ? (
          <>
            <strong>{helped.label}</strong> {helped.help}
          </>
        ) : (
          'What a setting does stands here while it is edited.'
        )}
      </p>
    </div>
  );
}

function FormLine({ line, onHelped, ...form }: SettingsFormProps & { line: Line; onHelped: (field: Field) => void }) {
  const id = useId();
  const { fields } = line;
  const changed = differing(fields, form.values, form.base);
  const wrong = fields.filter((field) => form.errors[field.key] !== undefined);
  const only = fields.length === 1 ? fields[0] : undefined;
  const putBack = () =>
    form.onChange(Object.fromEntries(changed.map((key) => [key, form.base[key] as Values[string]])));
  return (
    <div className="form-line">
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
            describedBy={`${id}-about ${id}-${field.key}-help`}
            invalid={form.errors[field.key] !== undefined}
            onFocus={() => onHelped(field)}
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
            <span>
              {fields.length > 1 && `${field.label}: `}
              {form.errors[field.key]} {form.repairs[field.key]}
            </span>
          </p>
        ))}
      </div>
      {fields.map((field) => (
        <p key={field.key} id={`${id}-${field.key}-help`} className="hidden-visually">
          {field.help}
        </p>
      ))}
    </div>
  );
}
