import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import { ScalingFields } from './ScalingFields';
import type { ScalingForm } from './ScalingForm';

export interface IScalingFormViewProps {
  readonly form: ScalingForm;
  readonly trans: TranslationBundle;
}

export function ScalingFormView(props: IScalingFormViewProps): JSX.Element {
  const { form, trans } = props;
  const { fields, errors, problem, canAdapt } = useModel(form);
  return (
    <div className="jp-PangeoForm-body">
      <ScalingFields
        fields={fields}
        errors={errors}
        canAdapt={canAdapt}
        trans={trans}
        onChange={change => form.set(change)}
      />
      {problem && (
        <p className="jp-PangeoForm-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
