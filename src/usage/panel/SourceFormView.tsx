import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { SelectField, TextField } from '../../ui/fields';
import { useModel } from '../../ui/useModel';
import {
  type ISourceFields,
  NEEDED,
  type SourceField,
  type SourceForm
} from '../sourceForm';

interface ISourceFormProps {
  readonly form: SourceForm;
  readonly trans: TranslationBundle;
}

/** How answers look, in no language. */
const EXAMPLES = {
  url: 'https://prometheus.example.org',
  caFile: '/etc/ssl/certs/our-ca.pem',
  env: 'PROMETHEUS_TOKEN',
  file: '~/.prometheus'
} as const;

/** A Prometheus: its name, where it is, and how it lets the Jupyter server in. */
export function SourceFormView({ form, trans }: ISourceFormProps): JSX.Element {
  const { fields, errors, problem, isTesting } = useModel(form);
  const text = (name: SourceField) => ({
    value: fields[name],
    error: errors.get(name),
    onChange: (value: string) => form.set({ [name]: value })
  });
  return (
    <div className="jp-PangeoForm-body">
      <TextField {...text('title')} label={trans.__('Name')} />
      <TextField
        {...text('url')}
        label={trans.__('Address')}
        placeholder={EXAMPLES.url}
        hint={trans.__(
          'As your Jupyter server reaches it; VictoriaMetrics, Thanos and Mimir answer, too.'
        )}
      />
      <SelectField
        {...text('login')}
        label={trans.__('Login')}
        choices={logins(trans)}
      />
      <Login {...{ fields, text, trans }} />
      <TextField
        {...text('caFile')}
        label={trans.__('File with a certificate authority (optional)')}
        placeholder={EXAMPLES.caFile}
      />
      {problem && (
        <p className="jp-PangeoForm-error" role="alert">
          {problem}
        </p>
      )}
      <p className="jp-PangeoForm-hint" role="status">
        {isTesting
          ? trans.__('Asking it…')
          : trans.__('It is asked before it is kept.')}
      </p>
    </div>
  );
}

function logins(trans: TranslationBundle) {
  return [
    { value: 'none', title: trans.__('None') },
    { value: 'bearer', title: trans.__('Bearer token') },
    { value: 'basic', title: trans.__('User and password') },
    { value: 'header', title: trans.__('A header of its own') },
    { value: 'tls', title: trans.__('Client certificate') }
  ];
}

interface ILoginProps {
  readonly fields: ISourceFields;
  readonly text: (name: SourceField) => {
    readonly value: string;
    readonly error: string | undefined;
    readonly onChange: (value: string) => void;
  };
  readonly trans: TranslationBundle;
}

/** What the chosen way of login takes; of a secret only the place. */
function Login({ fields, text, trans }: ILoginProps): JSX.Element {
  const needed = NEEDED[fields.login];
  const labels = [
    ['username', trans.__('User'), ''],
    ['header', trans.__('Header'), 'X-Scope-OrgID'],
    ['certFile', trans.__('File with the certificate'), '~/client.pem'],
    ['keyFile', trans.__('File with its key'), '~/client.key']
  ] as const;
  return (
    <>
      {labels
        .filter(([name]) => needed.includes(name))
        .map(([name, label, placeholder]) => (
          <TextField key={name} {...{ label, placeholder }} {...text(name)} />
        ))}
      {needed.includes('secret') && (
        <>
          <SelectField
            {...text('secretIn')}
            label={trans.__('Where the secret lies')}
            choices={[
              { value: 'env', title: trans.__('Environment variable') },
              { value: 'file', title: trans.__('File on the server') }
            ]}
          />
          <TextField
            {...text('secret')}
            label={
              fields.secretIn === 'env'
                ? trans.__('Name of the variable')
                : trans.__('Path of the file')
            }
            placeholder={EXAMPLES[fields.secretIn]}
          />
        </>
      )}
    </>
  );
}
