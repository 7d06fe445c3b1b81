import { useState } from 'react';
import type { z } from 'zod';
import { type Field, fieldErrors, type Values } from '../../ui/form/describe';
import { SettingsForm, type SettingsFormProps } from '../../ui/form/SettingsForm';

interface CheckedFormProps extends Pick<SettingsFormProps, 'base' | 'choices'> {
  schema: z.ZodObject;
  fields: readonly Field[];
  values: Values;
  /** Called with changes that the schema allows. */
  onChange: (change: Values) => void;
}

/**
 * A form of described settings: what the schema does not allow stays in its field, with the
 * reason, and changes nothing.
 */
export function CheckedForm({ schema, fields, values, base, choices, onChange }: CheckedFormProps) {
  const [refused, setRefused] = useState<Values>({});
  const shown = { ...values, ...refused };
  const take = (next: Values) => {
    const errors = fieldErrors(schema, fields, { ...shown, ...next });
    const wrong = (key: string) => errors[key] !== undefined;
    const pick = (of: Values, wanted: (key: string) => boolean): Values =>
      Object.fromEntries(Object.entries(of).filter(([key]) => wanted(key)));
    setRefused({
      ...pick(refused, (key) => !(key in next)),
      ...pick(next, wrong),
    });
    const allowed = pick(next, (key) => !wrong(key));
    if (Object.keys(allowed).length > 0) onChange(allowed);
  };
  return (
    <SettingsForm
      fields={fields}
      values={shown}
      base={base}
      errors={fieldErrors(schema, fields, shown)}
      repairs={{}}
      choices={choices}
      onChange={take}
    />
  );
}
