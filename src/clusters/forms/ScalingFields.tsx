import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { SelectField, TextField } from '../../ui/fields';
import type { FieldErrors, IScalingFields } from './scaling';

export interface IScalingFieldsProps {
  readonly fields: IScalingFields;
  readonly errors: FieldErrors;
  readonly canAdapt: boolean;
  readonly trans: TranslationBundle;
  readonly onChange: (change: Partial<IScalingFields>) => void;
}

/** A fixed number of workers, or the range of an adaptive one. */
export function ScalingFields(props: IScalingFieldsProps): JSX.Element {
  const { fields, errors, canAdapt, trans, onChange } = props;
  const number = (name: 'workers' | 'minimum' | 'maximum', label: string) => (
    <TextField
      isNumber
      label={label}
      value={fields[name]}
      error={errors.get(`$.scaling.${name}`)}
      onChange={value => onChange({ [name]: value })}
    />
  );
  return (
    <div className="jp-PangeoForm-row">
      {canAdapt && (
        <SelectField
          label={trans.__('Scaling')}
          value={fields.mode}
          choices={[
            { value: 'fixed', title: trans.__('Fixed') },
            { value: 'adaptive', title: trans.__('Adaptive') }
          ]}
          onChange={mode =>
            onChange({ mode: mode === 'adaptive' ? 'adaptive' : 'fixed' })
          }
        />
      )}
      {fields.mode === 'fixed' ? (
        number('workers', trans.__('Workers'))
      ) : (
        <>
          {number('minimum', trans.__('Minimum workers'))}
          {number('maximum', trans.__('Maximum workers'))}
        </>
      )}
    </div>
  );
}
