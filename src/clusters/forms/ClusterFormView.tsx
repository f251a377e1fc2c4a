import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import type { Factory } from '../tokens';
import type { ClusterForm, IClusterFormSnapshot } from './ClusterForm';
import { SelectField, TextField } from '../../ui/fields';
import { OptionField } from './OptionField';
import { ScalingFields } from './ScalingFields';
import { startCode } from './startCode';

export interface IClusterFormViewProps {
  readonly form: ClusterForm;
  readonly trans: TranslationBundle;
}

/** Options shown without opening *Advanced*. */
const SHOWN_OPTIONS = 2;

/** Kind, name, workers, two options and environment; the rest under *Advanced*. */
export function ClusterFormView(props: IClusterFormViewProps): JSX.Element {
  const { form, trans } = props;
  const snapshot = useModel(form);
  const { errors, factory, list, problem } = snapshot;
  if (!list) {
    return (
      <p className="jp-PangeoForm-hint" role="status">
        {problem ?? trans.__('Asking the server what can be started…')}
      </p>
    );
  }
  return (
    <div className="jp-PangeoForm-body">
      <SelectField
        label={trans.__('Kind')}
        value={factory?.id ?? ''}
        hint={factory?.description || undefined}
        choices={list.items.map(item => choiceOf(item, trans))}
        onChange={id => form.setFactory(id)}
      />
      <Unavailable factory={factory} />
      <TextField
        label={trans.__('Name')}
        value={snapshot.name}
        placeholder={trans.__('given by the server')}
        error={errors.get('$.name')}
        onChange={name => form.setName(name)}
      />
      <ScalingFields
        fields={snapshot.scaling}
        errors={errors}
        canAdapt={!factory?.cannot.includes('adapt')}
        trans={trans}
        onChange={change => form.setScaling(change)}
      />
      <Options {...props} snapshot={snapshot} />
      <Environment {...props} snapshot={snapshot} />
      <More {...props} snapshot={snapshot} />
      {problem && (
        <p className="jp-PangeoForm-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function choiceOf(item: Factory, trans: TranslationBundle) {
  const isDisabled = item.availability === 'unavailable';
  return {
    value: item.id,
    title: isDisabled ? trans.__('%1 (not available)', item.title) : item.title,
    isDisabled
  };
}

function Unavailable(props: { readonly factory: Factory | null }) {
  const { factory } = props;
  return factory?.availability === 'unavailable' && factory.reason ? (
    <p className="jp-PangeoForm-error">{factory.reason.message}</p>
  ) : null;
}

interface IPartProps extends IClusterFormViewProps {
  readonly snapshot: IClusterFormSnapshot;
}

function Options({ form, snapshot, trans }: IPartProps): JSX.Element {
  return (
    <div className="jp-PangeoForm-row">
      {snapshot.options.slice(0, SHOWN_OPTIONS).map(option => (
        <OptionField
          key={option.name}
          option={option}
          form={form}
          snapshot={snapshot}
          trans={trans}
        />
      ))}
    </div>
  );
}

function Environment({ form, snapshot, trans }: IPartProps): JSX.Element {
  const { isProbing, kernelspec, kernelspecs, list } = snapshot;
  const elsewhere =
    list?.runsIn === 'server'
      ? trans.__(
          "This environment starts no local Python: the cluster runs in the Jupyter server's."
        )
      : undefined;
  return (
    <SelectField
      label={trans.__('Environment')}
      value={kernelspec || (list?.kernelspec ?? '')}
      hint={isProbing ? trans.__('Asking the environment…') : elsewhere}
      choices={kernelspecs}
      onChange={name => form.setKernelspec(name)}
    />
  );
}

function More({ form, snapshot, trans }: IPartProps): JSX.Element {
  const rest = snapshot.options.slice(SHOWN_OPTIONS);
  const code = startCode(form.spec());
  return (
    <>
      {rest.length > 0 && (
        <details className="jp-PangeoForm-more">
          <summary>{trans.__('Advanced')}</summary>
          {rest.map(option => (
            <OptionField
              key={option.name}
              option={option}
              form={form}
              snapshot={snapshot}
              trans={trans}
            />
          ))}
        </details>
      )}
      {code && (
        <details className="jp-PangeoForm-more">
          <summary>{trans.__('Show code')}</summary>
          <pre className="jp-PangeoForm-code">{code}</pre>
        </details>
      )}
    </>
  );
}
