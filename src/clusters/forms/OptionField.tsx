import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ClusterForm, IClusterFormSnapshot } from './ClusterForm';
import { Field, SelectField, TextField } from '../../ui/fields';
import type { IOption } from './options';

export interface IOptionFieldProps {
  readonly option: IOption;
  readonly form: ClusterForm;
  readonly snapshot: IClusterFormSnapshot;
  readonly trans: TranslationBundle;
}

/** The control that suits an option's type. */
export function OptionField(props: IOptionFieldProps): JSX.Element {
  const { form, option, snapshot, trans } = props;
  const shared = {
    label: option.title,
    value: snapshot.values[option.name] ?? '',
    error: snapshot.errors.get(`$.options.${option.name}`),
    hint: option.description || undefined,
    onChange: (value: string) => form.setOption(option.name, value)
  };
  switch (option.kind) {
    case 'boolean':
      return <CheckField {...shared} />;
    case 'choice':
      return (
        <SelectField
          {...shared}
          choices={option.choices.map(({ title }, index) => ({
            value: String(index),
            title
          }))}
        />
      );
    case 'bytes':
      return <TextField {...shared} placeholder={trans.__('automatic')} />;
    case 'integer':
    case 'number':
      return <TextField {...shared} isNumber />;
    case 'json':
    case 'text':
      return <TextField {...shared} />;
  }
}

interface ICheckFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error?: string;
  readonly hint?: string;
  readonly onChange: (value: string) => void;
}

function CheckField(props: ICheckFieldProps): JSX.Element {
  const { value, onChange, ...field } = props;
  return (
    <Field {...field}>
      {control => (
        <input
          {...control}
          type="checkbox"
          checked={value === 'true'}
          onChange={event => onChange(String(event.target.checked))}
        />
      )}
    </Field>
  );
}
